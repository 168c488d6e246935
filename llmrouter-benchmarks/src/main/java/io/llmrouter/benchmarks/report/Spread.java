package io.llmrouter.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * What several rounds gave.
 *
 * @param median the middle one; of an even number, the mean of the two in the middle
 * @param min the least
 * @param max the greatest
 */
public record Spread(double median, double min, double max) {

    /** The spread of the values that are numbers; empty if there are none. */
    public static Optional<Spread> of(Collection<Double> values) {
        double[] sorted = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(
                new Spread(median, sorted[0], Arrays.stream(sorted).max().orElse(median)));
    }
}
