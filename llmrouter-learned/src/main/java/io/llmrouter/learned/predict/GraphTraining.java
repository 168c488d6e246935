package io.llmrouter.learned.predict;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A graph router on its way, in Adam's steps over graphs of 128 queries. In each some of the edges are masked: they are
 * not heard, and the loss is on them alone. Not safe for concurrent use.
 */
final class GraphTraining implements EarlyStopping.Training {
    private static final int BATCH = 128;
    private static final double DECAY = 1e-4;
    /** The models' vectors are made of so many queries at most: more change them little. */
    private static final int MOST_QUERIES = 4096;

    private final TrainingSet data;
    private final int inputs;
    private final int models;
    private final int size;
    private final double mask;
    private final float[] offsets;
    private final float[] parameters;
    private final float[] gradient;
    private final Adam adam;
    private final SplittableRandom random;
    private final GraphLayer first;
    private final GraphLayer second;
    private final int[] all;

    GraphTraining(TrainingSet data, Hyperparameters settings, long seed) {
        this.data = data;
        this.inputs = data.dense().columns();
        this.models = data.models();
        this.size = (int) Math.max(1, settings.get("hidden", 64));
        this.mask = Math.min(0.95, Math.max(0.05, settings.get("mask", 0.3)));
        this.offsets = new float[models];
        double[] means = data.means();
        for (int model = 0; model < models; model++) {
            offsets[model] = (float) Losses.logit(means[model]);
        }
        int layers = (inputs + 1 + models) * size;
        this.first = new GraphLayer(size, layers, true);
        this.second = new GraphLayer(size, layers + GraphLayer.length(size), false);
        this.parameters = new float[layers + 2 * GraphLayer.length(size)];
        this.gradient = new float[parameters.length];
        this.adam = new Adam(parameters.length, settings.get("rate", 1e-3), DECAY);
        this.random = new SplittableRandom(seed);
        begin(layers);
        this.all = Arrays.copyOf(Shuffle.order(data.rows(), random), Math.min(data.rows(), MOST_QUERIES));
    }

    private void begin(int layers) {
        for (int i = 0; i < layers; i++) {
            parameters[i] = (float) random.nextDouble(-1, 1);
        }
        for (int layer = 0; layer < 2; layer++) {
            int start = layers + layer * GraphLayer.length(size);
            int weights = 2 * size * size + size;
            for (int i = 0; i < weights; i++) {
                parameters[start + i] = (float) (random.nextDouble(-1, 1) * Math.sqrt(3.0 / size));
            }
            Arrays.fill(parameters, start + weights, start + weights + size, 1);
        }
    }

    @Override
    public void pass() {
        int[] order = Shuffle.order(data.rows(), random);
        for (int from = 0; from < order.length; from += BATCH) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + BATCH));
            boolean[] masked = new boolean[rows.length * models];
            for (int i = 0; i < masked.length; i++) {
                masked[i] = random.nextDouble() < mask;
            }
            Arrays.fill(gradient, 0);
            addGradient(rows, masked);
            adam.step(parameters, gradient);
        }
    }

    /**
     * Adds the gradient of a step, and tells the loss: the mean cross-entropy of the masked edges.
     *
     * @param masked for each row and model whether its edge is masked
     */
    double addGradient(int[] rows, boolean[] masked) {
        float[] heard = new float[masked.length];
        int known = 0;
        for (int i = 0; i < masked.length; i++) {
            float target = data.target(rows[i / models], i % models);
            heard[i] = masked[i] ? Float.NaN : target;
            known += masked[i] && !Float.isNaN(target) ? 1 : 0;
        }
        if (known == 0) {
            return 0;
        }
        var graph = new Graph(rows.length, models, heard);
        float[] nodes = nodes(rows);
        float[] refined = second.forward(graph, first.forward(graph, nodes, parameters), parameters);
        float[] wanted = new float[nodes.length];
        float[] wantedOfQueries = new float[rows.length * size];
        double loss = 0;
        for (int i = 0; i < masked.length; i++) {
            float target = data.target(rows[i / models], i % models);
            if (!masked[i] || Float.isNaN(target)) {
                continue;
            }
            int query = i / models * size;
            int model = (rows.length + i % models) * size;
            double p = Losses.sigmoid(offsets[i % models] + mean(nodes, query, refined, model));
            loss -= target * Math.log(p) + (1 - target) * Math.log(1 - p);
            float slope = (float) ((p - target) / known / size);
            for (int k = 0; k < size; k++) {
                wanted[model + k] += slope * nodes[query + k];
                wantedOfQueries[query + k] += slope * refined[model + k];
            }
        }
        float[] back =
                first.backward(graph, second.backward(graph, wanted, parameters, gradient), parameters, gradient);
        for (int i = 0; i < wantedOfQueries.length; i++) {
            back[i] += wantedOfQueries[i];
        }
        backToInputs(rows, back);
        return loss / known;
    }

    private double mean(float[] a, int atA, float[] b, int atB) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum += a[atA + k] * b[atB + k];
        }
        return sum / size;
    }

    /** The vectors of queries, projected, and of models, as learned. */
    private float[] nodes(int[] rows) {
        float[] nodes = new float[(rows.length + models) * size];
        for (int i = 0; i < rows.length; i++) {
            float[] input = data.dense().row(rows[i]);
            for (int j = 0; j <= inputs; j++) {
                float value = j == inputs ? 1 : input[j];
                for (int k = 0; k < size; k++) {
                    nodes[i * size + k] += value * parameters[j * size + k];
                }
            }
        }
        System.arraycopy(parameters, (inputs + 1) * size, nodes, rows.length * size, models * size);
        return nodes;
    }

    private void backToInputs(int[] rows, float[] back) {
        for (int i = 0; i < rows.length; i++) {
            float[] input = data.dense().row(rows[i]);
            for (int j = 0; j <= inputs; j++) {
                float value = j == inputs ? 1 : input[j];
                for (int k = 0; k < size; k++) {
                    gradient[j * size + k] += value * back[i * size + k];
                }
            }
        }
        int start = (inputs + 1) * size;
        for (int i = 0; i < models * size; i++) {
            gradient[start + i] += back[rows.length * size + i];
        }
    }

    /** The parameters themselves, to be looked at. */
    float[] parameters() {
        return parameters;
    }

    float[] gradient() {
        return gradient;
    }

    @Override
    public GraphPredictor snapshot() {
        float[] edges = new float[all.length * models];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = data.target(all[i / models], i % models);
        }
        var graph = new Graph(all.length, models, edges);
        float[] refined = second.forward(graph, first.forward(graph, nodes(all), parameters), parameters);
        float[] weights = new float[models * (inputs + 1)];
        for (int model = 0; model < models; model++) {
            int vector = (all.length + model) * size;
            for (int j = 0; j <= inputs; j++) {
                weights[model * (inputs + 1) + j] =
                        (float) mean(parameters, j * size, refined, vector) + (j == inputs ? offsets[model] : 0);
            }
        }
        return new GraphPredictor(inputs, weights);
    }
}
