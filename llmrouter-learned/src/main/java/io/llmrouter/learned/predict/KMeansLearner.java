package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.file.ModelInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code kmeansrouter}: spherical k-means with k-means++ seeds; a model's quality in a cluster is its mean score there,
 * shrunk to its mean of all: T_km = (sum + 3 mean_m) / (n_km + 3). The number of clusters is chosen by validation.
 */
final class KMeansLearner implements Learner {
    private static final int[] CLUSTERS = {8, 16, 32, 64};
    private static final int MOST_ROUNDS = 30;
    private static final double PRIOR_ROWS = 3;

    @Override
    public String name() {
        return "kmeansrouter";
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        var grid = new ArrayList<Hyperparameters>();
        for (int clusters : CLUSTERS) {
            grid.add(Hyperparameters.NONE.with("clusters", clusters));
        }
        return grid;
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        int clusters = Math.min((int) settings.get("clusters", 16), data.rows());
        DenseMatrix points = data.dense();
        int[] cluster = new int[points.rows()];
        float[] centres = cluster(points, clusters, seed, cluster);
        double[] table = table(data, cluster, clusters);
        return new Fit(new KMeansPredictor(data.models(), points.columns(), centres, table), Hyperparameters.NONE);
    }

    /**
     * Clusters points.
     *
     * @param cluster receives the cluster of each
     * @return the centres
     */
    static float[] cluster(DenseMatrix points, int clusters, long seed, int[] cluster) {
        float[] centres = seeds(points, clusters, new SplittableRandom(seed));
        for (int round = 0; round < MOST_ROUNDS && assign(points, centres, cluster) > 0; round++) {
            centres = centres(points, cluster, centres);
        }
        assign(points, centres, cluster);
        return centres;
    }

    /** k-means++ (Arthur and Vassilvitskii, 2007): a next seed is drawn by its distance to those that are there. */
    private static float[] seeds(DenseMatrix points, int clusters, SplittableRandom random) {
        int dimensions = points.columns();
        float[] centres = new float[clusters * dimensions];
        double[] distance = new double[points.rows()];
        Arrays.fill(distance, 1);
        for (int centre = 0; centre < clusters; centre++) {
            int chosen = draw(distance, random);
            System.arraycopy(points.values(), chosen * dimensions, centres, centre * dimensions, dimensions);
            for (int row = 0; row < distance.length; row++) {
                double product = 0;
                for (int d = 0; d < dimensions; d++) {
                    product += points.values()[row * dimensions + d] * centres[centre * dimensions + d];
                }
                distance[row] = Math.min(distance[row], Math.max(0, 1 - product));
            }
        }
        return centres;
    }

    private static int draw(double[] weights, SplittableRandom random) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double left = random.nextDouble() * total;
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return random.nextInt(weights.length);
    }

    /** Gives each row its nearest centre and tells how many moved. */
    private static int assign(DenseMatrix points, float[] centres, int[] cluster) {
        int moved = 0;
        for (int row = 0; row < cluster.length; row++) {
            int nearest = KMeansPredictor.nearest(centres, points.columns(), points.row(row));
            moved += nearest == cluster[row] ? 0 : 1;
            cluster[row] = nearest;
        }
        return moved;
    }

    /** The mean directions; a cluster without rows keeps its centre. */
    private static float[] centres(DenseMatrix points, int[] cluster, float[] before) {
        int dimensions = points.columns();
        float[] sums = new float[before.length];
        for (int row = 0; row < cluster.length; row++) {
            for (int d = 0; d < dimensions; d++) {
                sums[cluster[row] * dimensions + d] += points.values()[row * dimensions + d];
            }
        }
        for (int centre = 0; centre < before.length; centre += dimensions) {
            double squares = 0;
            for (int d = 0; d < dimensions; d++) {
                squares += (double) sums[centre + d] * sums[centre + d];
            }
            for (int d = 0; d < dimensions; d++) {
                sums[centre + d] = squares > 0 ? (float) (sums[centre + d] / Math.sqrt(squares)) : before[centre + d];
            }
        }
        return sums;
    }

    private static double[] table(TrainingSet data, int[] cluster, int clusters) {
        int models = data.models();
        double[] means = data.means();
        double[] sums = new double[clusters * models];
        int[] counts = new int[clusters * models];
        for (int row = 0; row < data.rows(); row++) {
            for (int model = 0; model < models; model++) {
                float target = data.target(row, model);
                if (!Float.isNaN(target)) {
                    sums[cluster[row] * models + model] += target;
                    counts[cluster[row] * models + model]++;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (sums[i] + PRIOR_ROWS * means[i % models]) / (counts[i] + PRIOR_ROWS);
        }
        return sums;
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        return KMeansPredictor.read(in, space);
    }
}
