package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean score of the nearest rows, shrunk to the mean of all: p_m = (sum w_i y_im + n0 mean_m) / (sum w_i + n0), w_i =
 * max(cosine, 0) scaled to sum to k, n0 = 2. Scores that are not known are passed over. Immutable.
 */
final class KnnPredictor implements QualityPredictor {
    private static final double PRIOR_ROWS = 2;

    private final int k;
    private final Neighbours rows;
    private final float[] targets;
    private final double[] means;

    KnnPredictor(int k, Neighbours rows, float[] targets, double[] means) {
        this.k = k;
        this.rows = rows;
        this.targets = targets;
        this.means = means;
    }

    @Override
    public int models() {
        return means.length;
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        Neighbours.Nearest nearest = rows.nearest(query.dense(), k);
        int models = means.length;
        double total = 0;
        for (int i = 0; i < nearest.size(); i++) {
            total += Math.max(0, nearest.cosine(i));
        }
        double scale = total > 0 ? nearest.size() / total : 0;
        double[] sums = new double[models];
        double[] weights = new double[models];
        for (int i = 0; i < nearest.size(); i++) {
            double weight = Math.max(0, nearest.cosine(i)) * scale;
            int base = nearest.row(i) * models;
            for (int model = 0; model < models; model++) {
                float target = targets[base + model];
                if (!Float.isNaN(target)) {
                    sums[model] += weight * target;
                    weights[model] += weight;
                }
            }
        }
        for (int model = 0; model < models; model++) {
            into[model] = (sums[model] + PRIOR_ROWS * means[model]) / (weights[model] + PRIOR_ROWS);
        }
    }

    @Override
    public List<Neighbour> neighbours(QueryFeatures query, int most) {
        Neighbours.Nearest nearest = rows.nearest(query.dense(), most);
        var found = new ArrayList<Neighbour>(nearest.size());
        for (int i = 0; i < nearest.size(); i++) {
            int base = nearest.row(i) * means.length;
            List<Float> scores = IntStream.range(base, base + means.length)
                    .mapToObj(at -> targets[at])
                    .toList();
            found.add(new Neighbour(nearest.row(i), nearest.cosine(i), scores));
        }
        found.sort(Comparator.comparingDouble(Neighbour::similarity).reversed());
        return found;
    }

    @Override
    public void save(ModelOutput out) {
        out.integer(k);
        out.reals(means);
        out.integer(rows.rows());
        out.floats(rows.matrix().values());
        out.floats(targets);
    }

    static KnnPredictor read(ModelInput in, FeatureSpace space) {
        int k = in.integer();
        double[] means = in.reals();
        int rows = in.integer();
        int dimensions = space.dimensions();
        in.expect(k > 0 && rows > 0 && means.length > 0 && dimensions > 0, "k, rows and models of at least 1", "fewer");
        float[] values = in.floats((long) rows * dimensions);
        float[] targets = in.floats((long) rows * means.length);
        return new KnnPredictor(k, new Neighbours(new DenseMatrix(rows, dimensions, values)), targets, means);
    }
}
