package io.llmrouter.learned.config;

import io.llmrouter.learned.cascade.CascadeMethod;
import io.llmrouter.learned.cascade.CascadeTrainer;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.VerifiedColumns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a router's own file says of a cascade: {@code hparam.routing_method}, {@code num_bins}, {@code cost_constraint},
 * costs ({@code costs.small_model} or {@code small_model_cost} and so on), {@code model_path.engine_small} and {@code
 * engine_large}, and the columns of {@code data_path.prepared_data}. Immutable.
 */
public final class CascadeFile {
    private static final String COSTS = "costs";
    private final RouterFile file;

    public CascadeFile(RouterFile file) {
        this.file = file;
    }

    /** Sets a trainer up as the file says. */
    public void applyTo(CascadeTrainer trainer) {
        Map<String, Object> settings = file.section(RouterFile.SETTINGS);
        Object method = settings.get("routing_method");
        if (method != null) {
            trainer.method(CascadeMethod.named(method.toString())
                    .orElseThrow(() -> file.problem(
                            "hparam.routing_method",
                            "one of Threshold, DoubleThreshold, SelfConsistency, GreedyPOMDP, FullPOMDP, POMDP",
                            method.toString())));
        }
        number(settings, "num_bins").ifPresent(bins -> trainer.bins(bins.intValue()));
        number(settings, "cost_constraint").ifPresent(trainer::mostCost);
        number(settings, "num_samples")
                .or(() -> number(file.section("train_param"), "num_samples"))
                .ifPresent(samples -> trainer.samples(samples.intValue()));
        Optional<Double> small = cost("small_model");
        Optional<Double> verifier = cost("verifier");
        if (small.isPresent() && verifier.isPresent() && small.get() > 0) {
            trainer.verifierCost(verifier.get() / small.get());
        }
        List<String> engines = engines();
        if (!engines.isEmpty()) {
            trainer.models(engines);
        }
    }

    /** The models, the small one first; empty if the file does not name both. */
    public List<String> engines() {
        Optional<String> small = file.text(RouterFile.MODEL, "engine_small");
        Optional<String> large = file.text(RouterFile.MODEL, "engine_large");
        return small.isPresent() && large.isPresent() ? List.of(small.get(), large.get()) : List.of();
    }

    /** The table of {@code data_path.prepared_data}, if the key is set: a line a query, with a column for each figure. */
    public Optional<RoutingTable> preparedTable() {
        Optional<Path> prepared = file.data("prepared_data");
        if (prepared.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> columns = YamlFile.byName(
                file.section(RouterFile.SETTINGS).get("columns") instanceof Map<?, ?> map ? map : Map.of());
        List<String> engines = engines().isEmpty() ? List.of("small", "large") : engines();
        return Optional.of(priced(VerifiedColumns.read(
                prepared.get(),
                engines.get(0),
                engines.get(1),
                String.valueOf(columns.getOrDefault("slm", "llama13b_f1")),
                String.valueOf(columns.getOrDefault("llm", "llama70b_f1")),
                String.valueOf(columns.getOrDefault("verifier", "p_ver_13b")))));
    }

    /** The table with the costs of the file, in its own units, where it has none. */
    public RoutingTable priced(RoutingTable table) {
        Optional<Double> small = cost("small_model");
        Optional<Double> large = cost("large_model");
        List<String> order = engines().isEmpty() ? table.models() : engines();
        return table.hasCosts() || small.isEmpty() || large.isEmpty() || order.size() != 2
                ? table
                : table.withCosts(Map.of(order.get(0), small.get(), order.get(1), large.get()));
    }

    private Optional<Double> cost(String name) {
        Map<String, Object> settings = file.section(RouterFile.SETTINGS);
        Map<String, Object> costs = YamlFile.byName(settings.get(COSTS) instanceof Map<?, ?> map ? map : Map.of());
        return number(costs, name).or(() -> number(settings, name + "_cost"));
    }

    private Optional<Double> number(Map<String, Object> section, String key) {
        Object value = section.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return Optional.of(number.doubleValue());
        }
        throw file.problem(key, "a number", "something else");
    }
}
