package io.llmrouter.learned.evaluate;

import java.util.Arrays;
import java.util.Locale;

/**
 * A figure with its bootstrap interval of 95 %.
 *
 * @param value the figure
 * @param low the 2.5th percentile of its resamples
 * @param high the 97.5th
 */
public record Interval(double value, double low, double high) {
    private static final double TAIL = 0.025;

    static Interval of(double value, double[] resampled) {
        double[] sorted = resampled.clone();
        Arrays.sort(sorted);
        int tail = (int) (sorted.length * TAIL);
        return new Interval(value, sorted[tail], sorted[sorted.length - 1 - tail]);
    }

    /** Such as {@code 0.840 [0.815, 0.864]}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", value, low, high);
    }
}
