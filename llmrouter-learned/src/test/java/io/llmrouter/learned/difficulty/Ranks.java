package io.llmrouter.learned.difficulty;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Measures of an order: Spearman's correlation and the area under the ROC curve; ties share their mean rank. */
final class Ranks {
    private Ranks() {}

    static double spearman(double[] a, double[] b) {
        double[] x = ranks(a);
        double[] y = ranks(b);
        double mean = (a.length + 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }
        return xy / Math.sqrt(xx * yy);
    }

    static double auc(double[] predicted, boolean[] positive) {
        double[] ranks = ranks(predicted);
        double sum = 0;
        long positives = 0;
        for (int i = 0; i < ranks.length; i++) {
            sum += positive[i] ? ranks[i] : 0;
            positives += positive[i] ? 1 : 0;
        }
        long negatives = ranks.length - positives;
        return (sum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (double rank = (from + to + 1) / 2.0; from < to; from++) {
                ranks[order[from]] = rank;
            }
        }
        return ranks;
    }
}
