package io.llmrouter.learned.evaluate;

import io.llmrouter.learned.policy.Predictions;
import java.util.ArrayList;
import java.util.List;

/** The mean quality and cost of each model if it alone were called. */
@SuppressWarnings("ArrayRecordComponent") // read by position, never compared
record Singles(double[] qualities, double[] costs) {

    static Singles of(Predictions data) {
        int models = data.models();
        double[] qualities = new double[models];
        double[] costs = new double[models];
        double[] column = new double[data.rows()];
        for (int model = 0; model < models; model++) {
            for (int row = 0; row < column.length; row++) {
                column[row] = data.score()[row][model];
            }
            qualities[model] = meanOf(column);
            for (int row = 0; row < column.length; row++) {
                column[row] = data.paid()[row][model];
            }
            costs[model] = meanOf(column);
        }
        return new Singles(qualities, costs);
    }

    double quality(int model) {
        return qualities[model];
    }

    double cost(int model) {
        return costs[model];
    }

    boolean allPriced() {
        for (double cost : costs) {
            if (Double.isNaN(cost)) {
                return false;
            }
        }
        return true;
    }

    double leastCost() {
        double least = Double.POSITIVE_INFINITY;
        for (double cost : costs) {
            least = Math.min(least, cost);
        }
        return least;
    }

    double mostCost() {
        double most = 0;
        for (double cost : costs) {
            most = Math.max(most, cost);
        }
        return most;
    }

    List<CostQualityHull.Point> points() {
        var points = new ArrayList<CostQualityHull.Point>();
        for (int model = 0; model < qualities.length; model++) {
            points.add(new CostQualityHull.Point(costs[model], qualities[model]));
        }
        return points;
    }

    /** The mean of the values that are known. */
    static double meanOf(double[] values) {
        double sum = 0;
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** The largest of the values that are known. */
    static double mostOf(double[] values) {
        double most = 0;
        for (double value : values) {
            most = Double.isNaN(value) ? most : Math.max(most, value);
        }
        return most;
    }
}
