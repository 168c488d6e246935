package io.llmrouter.learned.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether predictions mean what they say.
 *
 * @param brier the mean squared error of predicted quality
 * @param ece the expected calibration error: over ten equal bins, |mean prediction - mean score| weighted by the bin
 * @param bins the bins that are not empty
 */
public record Reliability(double brier, double ece, List<Bin> bins) {
    private static final int BINS = 10;

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * Predictions of about the same value.
     *
     * @param predicted their mean
     * @param observed the mean score that came true
     * @param count how many
     */
    public record Bin(double predicted, double observed, long count) {}

    /**
     * Computes them over all models and queries.
     *
     * @param scores what came true; {@link Double#NaN} where it is not known
     */
    public static Reliability of(double[][] predicted, double[][] scores) {
        double[] sumPredicted = new double[BINS];
        double[] sumScore = new double[BINS];
        long[] counts = new long[BINS];
        double squares = 0;
        long total = 0;
        for (int row = 0; row < scores.length; row++) {
            for (int model = 0; model < scores[row].length; model++) {
                double score = scores[row][model];
                if (Double.isNaN(score)) {
                    continue;
                }
                double p = predicted[row][model];
                int bin = Math.min(BINS - 1, (int) (p * BINS));
                sumPredicted[bin] += p;
                sumScore[bin] += score;
                counts[bin]++;
                squares += (p - score) * (p - score);
                total++;
            }
        }
        double error = 0;
        var bins = new ArrayList<Bin>();
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                error += Math.abs(sumPredicted[bin] - sumScore[bin]) / total;
                bins.add(new Bin(sumPredicted[bin] / counts[bin], sumScore[bin] / counts[bin], counts[bin]));
            }
        }
        return new Reliability(total == 0 ? Double.NaN : squares / total, error, bins);
    }
}
