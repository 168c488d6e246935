package io.llmrouter.benchmarks.report;

import io.llmrouter.benchmarks.load.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** All that was measured, by gateway and load; the rounds in their order. */
public final class Results {
    /** The key of the load without a gateway between. */
    public static final String DIRECT = "direct";

    private final List<Contender> contenders;
    private final Map<String, String> missing;
    private final Map<String, List<Sample>> samples = new HashMap<>();
    private final Map<String, List<Double>> starts = new HashMap<>();

    /**
     * Nothing yet.
     *
     * @param contenders who is measured
     * @param missing who should have been, by title, with the reason
     */
    public Results(List<Contender> contenders, Map<String, String> missing) {
        this.contenders = List.copyOf(contenders);
        this.missing = new LinkedHashMap<>(missing);
    }

    /**
     * A gateway that is measured.
     *
     * @param key its name on the command line
     * @param title its name in the report
     * @param version its version
     */
    public record Contender(String key, String title, String version) {}

    /** Adds a round of a load. */
    public void add(String key, Load load, Sample sample) {
        samples.computeIfAbsent(key + ' ' + load, any -> new ArrayList<>()).add(sample);
    }

    /** Adds the time from a start to the first answer. */
    public void addStart(String key, Duration time) {
        starts.computeIfAbsent(key, any -> new ArrayList<>()).add(time.toNanos() / 1e9);
    }

    /** Who is measured. */
    public List<Contender> contenders() {
        return contenders;
    }

    /** Who is not, by title, with the reason. */
    public Map<String, String> missing() {
        return missing;
    }

    /** The rounds of a load. */
    public List<Sample> samples(String key, Load load) {
        return samples.getOrDefault(key + ' ' + load, List.of());
    }

    /** A figure over the rounds of a load. */
    public Optional<Spread> spread(String key, Load load, ToDoubleFunction<Sample> figure) {
        return Spread.of(samples(key, load).stream().mapToDouble(figure).boxed().toList());
    }

    /** By how much a figure is higher than without a gateway between, round by round. */
    public Optional<Spread> added(String key, Load load, ToDoubleFunction<Sample> figure) {
        List<Sample> with = samples(key, load);
        List<Sample> without = samples(DIRECT, load);
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(with.size(), without.size()); i++) {
            differences.add(figure.applyAsDouble(with.get(i)) - figure.applyAsDouble(without.get(i)));
        }
        return Spread.of(differences);
    }

    /** The seconds from a start to the first answer. */
    public Optional<Spread> start(String key) {
        return Spread.of(starts.getOrDefault(key, List.of()));
    }

    /** How many requests of a load failed, over all rounds. */
    public long errors(String key, Load load) {
        return samples(key, load).stream()
                .mapToLong(sample -> sample.load().errors())
                .sum();
    }
}
