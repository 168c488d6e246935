package io.llmrouter.learned.evaluate;

import io.llmrouter.learned.policy.Policy;
import io.llmrouter.learned.policy.Predictions;
import io.llmrouter.learned.policy.Tradeoff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each query scores and costs under each weight of costs, so that resamples are sums only. */
@SuppressWarnings("ArrayRecordComponent") // read by position, never compared
record Sweep(float[][] scores, float[][] costs) {

    static Sweep of(Predictions data, Policy policy) {
        double[] lambdas = Tradeoff.lambdas();
        float[][] scores = new float[lambdas.length][data.rows()];
        float[][] costs = new float[lambdas.length][data.rows()];
        for (int i = 0; i < lambdas.length; i++) {
            int[] choices = data.choices(policy.withLambda(lambdas[i]));
            for (int row = 0; row < choices.length; row++) {
                scores[i][row] = (float) data.score()[row][choices[row]];
                costs[i][row] = (float) data.paid()[row][choices[row]];
            }
        }
        return new Sweep(scores, costs);
    }

    /** The mean cost and quality for each weight; over the given rows, or over all. */
    List<CostQualityHull.Point> points(int @Nullable [] rows) {
        var points = new ArrayList<CostQualityHull.Point>();
        for (int i = 0; i < scores.length; i++) {
            points.add(new CostQualityHull.Point(mean(costs[i], rows), mean(scores[i], rows)));
        }
        return points;
    }

    private static double mean(float[] values, int @Nullable [] rows) {
        double sum = 0;
        int count = 0;
        int size = rows == null ? values.length : rows.length;
        for (int i = 0; i < size; i++) {
            float value = values[rows == null ? i : rows[i]];
            if (!Float.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
