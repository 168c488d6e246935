package io.llmrouter.cli;

import io.llmrouter.api.Router;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.learn.CascadeText;
import io.llmrouter.cli.learn.RouterFileConfig;
import io.llmrouter.cli.learn.TrainingProgressLine;
import io.llmrouter.cli.learn.VerificationRun;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.learned.TrainingProgress;
import io.llmrouter.learned.cascade.CascadeMethod;
import io.llmrouter.learned.cascade.CascadeTrainer;
import io.llmrouter.learned.config.CascadeFile;
import io.llmrouter.learned.config.RouterFile;
import io.llmrouter.learned.data.RoutingTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ObjectNode;

/** What {@code llmrouter train} does for a cascade, with the options that only a cascade has. */
final class CascadeTraining {
    private static final int USUAL_SAMPLES = 2;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "For automix: how rules are chosen, one of Threshold, DoubleThreshold, SelfConsistency,"
                    + " GreedyPOMDP, FullPOMDP, POMDP. Default: POMDP.")
    private @Nullable String method;

    @Option(
            names = "--max-cost",
            paramLabel = "USD",
            description =
                    "For automix: where the data lack verifications, have the models answer and verify for so much"
                            + " money at most.")
    private @Nullable BigDecimal mostCost;

    @Option(
            names = "--verify-with",
            paramLabel = "FILE",
            description = "For automix, with --data and --max-cost: the configuration of the models to call.")
    private @Nullable Path models;

    /**
     * What the command knows.
     *
     * @param misuse how it complains
     * @param config the router's own file; {@code null} if a table was named
     */
    record Setting(
            Console console,
            Function<String, ParameterException> misuse,
            boolean quiet,
            @Nullable Path config) {}

    /**
     * Trains.
     *
     * @param file the router's own file; {@code null} if a table was named
     * @param order the models that were named, in the order in which they are asked
     */
    CascadeTrainer.Result train(
            Setting setting,
            @Nullable RouterFile file,
            RoutingTable table,
            List<String> order,
            Map<String, Double> settings,
            long seed) {
        var trainer = new CascadeTrainer().seed(seed);
        List<String> engines = order;
        if (file != null) {
            var own = new CascadeFile(file);
            own.applyTo(trainer);
            engines = order.size() > 1 ? order : own.engines();
        }
        apply(setting, settings, trainer);
        if (engines.size() > 1) {
            trainer.models(engines);
        }
        return trainer.train(hasVerifications(table) ? table : verified(setting, table, engines, settings));
    }

    private void apply(Setting setting, Map<String, Double> settings, CascadeTrainer trainer) {
        if (method != null) {
            trainer.method(CascadeMethod.named(method)
                    .orElseThrow(() -> setting.misuse().apply("--method: there is no method '" + method + "'")));
        }
        Map<String, Consumer<Double>> known = Map.of(
                "bins",
                value -> trainer.bins(value.intValue()),
                "samples",
                value -> trainer.samples(value.intValue()),
                "verifier_cost",
                trainer::verifierCost,
                "cost_constraint",
                trainer::mostCost);
        settings.forEach((name, value) -> {
            Consumer<Double> setter = known.get(name);
            if (setter == null) {
                throw setting.misuse()
                        .apply("--set: automix has no setting '" + name
                                + "', but bins, samples, verifier_cost and cost_constraint");
            }
            try {
                setter.accept(value);
            } catch (IllegalArgumentException refused) {
                throw setting.misuse().apply("--set " + refused.getMessage());
            }
        });
    }

    private RoutingTable verified(
            Setting setting, RoutingTable table, List<String> order, Map<String, Double> settings) {
        if (mostCost == null) {
            throw setting.misuse()
                    .apply("The data have no verifications. Add them to the table (see docs/learned.md), or allow"
                            + " calls to the models with --max-cost");
        }
        if (mostCost.signum() <= 0) {
            throw setting.misuse().apply("--max-cost: expected more than 0");
        }
        List<String> asked = order.size() > 1 ? order.subList(0, order.size() - 1) : List.of(cheapest(table));
        int samples = settings.getOrDefault("samples", (double) USUAL_SAMPLES).intValue();
        try (Router router = LlmRouter.of(config(setting));
                var line = new TrainingProgressLine(setting.console())) {
            var run = new VerificationRun(router, samples, mostCost, setting.quiet() ? TrainingProgress.NONE : line);
            RoutingTable verified = run.verified(table, asked);
            line.close();
            setting.console().err().println(run.summary());
            return verified;
        }
    }

    private static boolean hasVerifications(RoutingTable table) {
        for (int row = 0; row < table.size(); row++) {
            for (int model = 0; model < table.models().size(); model++) {
                if (!Float.isNaN(table.verification(row, model))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String cheapest(RoutingTable table) {
        int cheapest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int model = 0; model < table.models().size(); model++) {
            double sum = 0;
            for (int row = 0; row < table.size(); row++) {
                sum += table.cost(row, model);
            }
            if (sum < least) {
                least = sum;
                cheapest = model;
            }
        }
        return table.models().get(cheapest);
    }

    private RouterConfig config(Setting setting) {
        if (models != null) {
            return LlmRouter.configOf(setting.console().folder().resolve(models));
        }
        if (setting.config() == null) {
            throw setting.misuse().apply("--max-cost: expected --verify-with too, the configuration of the models");
        }
        return RouterFileConfig.models(
                setting.config(), Installed.providers(), setting.console().variable("API_KEYS"));
    }

    /** Prints what came out. */
    static void print(Console console, CascadeTrainer.Result result, @Nullable Path saved) {
        console.out()
                .println(console.style().bold("automix") + ", learned from "
                        + result.cascade().trainedRows() + " rows, on held-out rows:");
        console.out().println();
        CascadeText.print(console, result.cascade(), result.heldOut());
        result.notes().forEach(console.out()::println);
        if (saved != null) {
            console.out().println("Saved in " + saved);
        } else {
            console.err()
                    .println("error: The cascade was not saved, because it is no gain for its cost."
                            + " Save it all the same with --force.");
        }
    }

    static String json(CascadeTrainer.Result result, @Nullable Path saved) {
        ObjectNode node = CascadeText.json(result.cascade(), result.heldOut());
        node.put("saved", saved == null ? null : saved.toString());
        var notes = node.putArray("notes");
        result.notes().forEach(notes::add);
        return Json.text(node);
    }
}
