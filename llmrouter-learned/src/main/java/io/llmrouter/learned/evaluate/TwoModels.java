package io.llmrouter.learned.evaluate;

import java.util.Arrays;

/**
 * How well a router tells when the strong of two models is needed: APGR and CPT of RouteLLM (Ong et al., 2024).
 *
 * @param apgr the average performance gap recovered: over ten quantile thresholds of p_strong - p_weak, the area under
 *     quality by the share of strong calls, less the weak model's, over the strong model's less the weak one's
 * @param cpt50 the share of strong calls that recovers 50 % of the gap
 * @param cpt80 the share that recovers 80 %
 */
public record TwoModels(double apgr, double cpt50, double cpt80) {
    private static final int QUANTILES = 10;

    /**
     * Computes them.
     *
     * @param margin the predicted p_strong - p_weak of each query
     * @param strong the strong model's score of each
     * @param weak the weak model's
     */
    public static TwoModels of(double[] margin, double[] strong, double[] weak) {
        int rows = margin.length;
        double weakMean = Arrays.stream(weak).average().orElse(Double.NaN);
        double gap = Arrays.stream(strong).average().orElse(Double.NaN) - weakMean;
        double[] sorted = margin.clone();
        Arrays.sort(sorted);
        double[] share = new double[QUANTILES + 2];
        double[] recovered = new double[QUANTILES + 2];
        for (int i = 0; i <= QUANTILES; i++) {
            double threshold = quantile(sorted, 1 - (double) i / QUANTILES);
            double sum = 0;
            int calls = 0;
            for (int row = 0; row < rows; row++) {
                boolean isStrong = margin[row] >= threshold;
                calls += isStrong ? 1 : 0;
                sum += isStrong ? strong[row] : weak[row];
            }
            share[i + 1] = (double) calls / rows;
            recovered[i + 1] = (sum / rows - weakMean) / gap;
        }
        double area = 0;
        for (int i = 1; i < share.length; i++) {
            area += (share[i] - share[i - 1]) * (recovered[i] + recovered[i - 1]) / 2;
        }
        return new TwoModels(area, shareFor(0.5, share, recovered), shareFor(0.8, share, recovered));
    }

    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int low = (int) Math.floor(position);
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
    }

    private static double shareFor(double wanted, double[] share, double[] recovered) {
        for (int i = 1; i < share.length; i++) {
            if (recovered[i] >= wanted) {
                double step = recovered[i] - recovered[i - 1];
                return share[i - 1] + (share[i] - share[i - 1]) * (wanted - recovered[i - 1]) / step;
            }
        }
        return 1;
    }
}
