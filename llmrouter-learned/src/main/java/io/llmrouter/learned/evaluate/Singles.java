package io.llmrouter.learned.evaluate;

import io.llmrouter.learned.policy.Predictions;
import java.util.List;
import java.util.stream.IntStream;

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

    /** Whether the model was tried at all. */
    boolean isTried(int model) {
        return !Double.isNaN(qualities[model]);
    }

    /** Whether a cost is known of each model that was tried. */
    boolean allPriced() {
        return tried().noneMatch(model -> Double.isNaN(costs[model]));
    }

    double leastCost() {
        return tried().mapToDouble(model -> costs[model]).min().orElse(Double.NaN);
    }

    double mostCost() {
        return tried().mapToDouble(model -> costs[model]).max().orElse(Double.NaN);
    }

    /** The models that were tried. */
    List<CostQualityHull.Point> points() {
        return tried().mapToObj(this::point).toList();
    }

    CostQualityHull.Point point(int model) {
        return new CostQualityHull.Point(costs[model], qualities[model]);
    }

    IntStream tried() {
        return IntStream.range(0, qualities.length).filter(this::isTried);
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
