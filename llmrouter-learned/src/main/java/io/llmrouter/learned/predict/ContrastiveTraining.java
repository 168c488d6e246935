package io.llmrouter.learned.predict;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A space of queries and models on its way, in Adam's steps over batches of 32 rows. Not safe for concurrent use. */
final class ContrastiveTraining implements EarlyStopping.Training {
    private static final int SIZE = 64;
    private static final int BATCH = 32;
    private static final double DECAY = 1e-4;
    private static final float FAILED = 0.5f;

    private final TrainingSet data;
    private final Hyperparameters settings;
    private final int inputs;
    private final int models;
    private final double temperature;
    private final double clusterWeight;
    private final int[] cluster;
    private final float[] parameters;
    private final float[] gradient;
    private final Adam adam;
    private final SplittableRandom random;
    private final CosinePredictor space;

    ContrastiveTraining(TrainingSet data, Hyperparameters settings, long seed) {
        this.data = data;
        this.settings = settings;
        this.inputs = data.dense().columns();
        this.models = data.models();
        this.temperature = Math.max(0.01, settings.get("temperature", 0.2));
        this.clusterWeight = settings.get("cluster_weight", 0.2);
        this.random = new SplittableRandom(seed);
        this.cluster = new int[data.rows()];
        int clusters = (int) Math.max(1, Math.min(data.rows(), settings.get("clusters", 8)));
        KMeansLearner.cluster(data.dense(), clusters, seed, cluster);
        this.parameters = new float[CosinePredictor.length(inputs, SIZE, models)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (random.nextDouble(-1, 1) * Math.sqrt(3.0 / (inputs + 1)));
        }
        this.gradient = new float[parameters.length];
        this.adam = new Adam(parameters.length, settings.get("rate", 3e-3), DECAY);
        this.space = new CosinePredictor(inputs, SIZE, temperature, data.means(), parameters);
    }

    @Override
    public CosinePredictor snapshot() {
        return new CosinePredictor(inputs, SIZE, temperature, data.means(), parameters.clone());
    }

    @Override
    public void pass() {
        int[] order = Shuffle.order(data.rows(), random);
        for (int from = 0; from < order.length; from += BATCH) {
            int to = Math.min(order.length, from + BATCH);
            Arrays.fill(gradient, 0);
            for (int i = from; i < to; i++) {
                var query = new Point(order[i]);
                attractModels(query, 1.0 / (to - from));
                if (clusterWeight > 0) {
                    attractQueries(query, clusterWeight / (to - from));
                }
                query.back();
            }
            adam.step(parameters, gradient);
        }
    }

    /** A query's direction, with what the losses want of it. */
    private final class Point {
        final int row;
        final float[] unit;
        final double length;
        final float[] wanted = new float[SIZE];

        Point(int row) {
            this.row = row;
            this.unit = space.projected(data.dense().row(row));
            this.length = CosinePredictor.normalise(unit);
        }

        /** Adds the gradient of the projection. */
        void back() {
            float[] input = data.dense().row(row);
            float[] through = throughLength(wanted, unit, length);
            for (int k = 0; k < SIZE; k++) {
                int base = k * (inputs + 1);
                for (int i = 0; i < inputs; i++) {
                    gradient[base + i] += through[k] * input[i];
                }
                gradient[base + inputs] += through[k];
            }
        }
    }

    /** Each of the best models that scored against the worst ones that failed. */
    private void attractModels(Point query, double weight) {
        int[] order = byScore(query.row);
        int top = (int) settings.get("top", 3);
        int last = (int) settings.get("last", 3);
        double[] cosines = new double[models];
        float[][] units = new float[models][];
        double[] lengths = new double[models];
        for (int model : order) {
            units[model] = space.direction(model);
            lengths[model] = CosinePredictor.normalise(units[model]);
            cosines[model] = product(units[model], query.unit);
        }
        double[] slopes = new double[models];
        for (int i = 0; i < Math.min(top, order.length); i++) {
            if (data.target(query.row, order[i]) > 0) {
                addSlopes(query.row, order, i, last, cosines, slopes);
            }
        }
        int start = (inputs + 1) * SIZE;
        for (int model : order) {
            if (slopes[model] != 0) {
                float slope = (float) (slopes[model] * weight / temperature);
                addScaled(query.wanted, units[model], slope);
                float[] own = new float[SIZE];
                addScaled(own, query.unit, slope);
                float[] through = throughLength(own, units[model], lengths[model]);
                for (int k = 0; k < SIZE; k++) {
                    gradient[start + model * SIZE + k] += through[k];
                }
            }
        }
    }

    /** The derivative of -log softmax of a good model against the bad ones, by each cosine over the temperature. */
    private void addSlopes(int row, int[] order, int good, int last, double[] cosines, double[] slopes) {
        double total = 1;
        double[] terms = new double[order.length];
        for (int j = Math.max(good + 1, order.length - last); j < order.length; j++) {
            if (data.target(row, order[j]) <= FAILED && data.target(row, order[j]) < data.target(row, order[good])) {
                terms[j] = Math.exp((cosines[order[j]] - cosines[order[good]]) / temperature);
                total += terms[j];
            }
        }
        for (int j = 0; j < terms.length; j++) {
            slopes[order[j]] += terms[j] / total;
            slopes[order[good]] -= terms[j] / total;
        }
    }

    /** One query of the same cluster against some of others. */
    private void attractQueries(Point query, double weight) {
        int same = draw(query.row, true);
        if (same < 0) {
            return;
        }
        int others = (int) settings.get("others", 3);
        @Nullable Point[] points = new Point[others + 1];
        double[] terms = new double[others + 1];
        double total = 0;
        for (int j = 0; j <= others; j++) {
            int row = j == 0 ? same : draw(query.row, false);
            if (row >= 0) {
                var point = new Point(row);
                points[j] = point;
                terms[j] = Math.exp(product(point.unit, query.unit) / temperature);
                total += terms[j];
            }
        }
        for (int j = 0; j <= others; j++) {
            Point point = points[j];
            if (point != null) {
                float slope = (float) ((terms[j] / total - (j == 0 ? 1 : 0)) * weight / temperature);
                addScaled(query.wanted, point.unit, slope);
                addScaled(point.wanted, query.unit, slope);
                point.back();
            }
        }
    }

    /** A row of the same cluster, or of another; -1 if some draws do not find one. */
    private int draw(int row, boolean same) {
        for (int draws = 0; draws < 20; draws++) {
            int drawn = random.nextInt(cluster.length);
            if (drawn != row && (cluster[drawn] == cluster[row]) == same) {
                return drawn;
            }
        }
        return -1;
    }

    /** The models that were tried, the best first; equals in a random order, else the first would win all ties. */
    private int[] byScore(int row) {
        return IntStream.of(Shuffle.order(models, random))
                .filter(model -> !Float.isNaN(data.target(row, model)))
                .boxed()
                .sorted((a, b) -> Float.compare(data.target(row, b), data.target(row, a)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The gradient of a vector, given that of its direction. */
    private static float[] throughLength(float[] wanted, float[] unit, double length) {
        double along = product(wanted, unit);
        float[] through = new float[unit.length];
        for (int k = 0; k < unit.length; k++) {
            through[k] = (float) ((wanted[k] - along * unit[k]) / length);
        }
        return through;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static void addScaled(float[] into, float[] from, float scale) {
        for (int k = 0; k < into.length; k++) {
            into[k] += scale * from[k];
        }
    }
}
