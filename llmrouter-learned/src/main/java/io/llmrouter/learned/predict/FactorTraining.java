package io.llmrouter.learned.predict;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A factorisation on its way, in Adam's steps over batches of 64 rows. Not safe for concurrent use. */
final class FactorTraining implements EarlyStopping.Training {
    private static final int BATCH = 64;
    private static final double DECAY = 1e-5;

    private final TrainingSet data;
    private final int inputs;
    private final int models;
    private final int size;
    private final double noise;
    private final double level;
    private final Adam adam;
    private final SplittableRandom random;

    /** The models' vectors v, then W, a factor's weights together and its constant last, then w. */
    private final float[] parameters;

    private final float[] gradient;
    private final int projection;
    private final int mix;

    FactorTraining(TrainingSet data, Hyperparameters settings, long seed) {
        this.data = data;
        this.inputs = data.dense().columns();
        this.models = data.models();
        this.size = (int) Math.max(1, Math.min(1024, settings.get("dimensions", 64)));
        this.noise = settings.get("noise", 0.1);
        this.level = Losses.logit(Arrays.stream(data.means()).average().orElse(0.5));
        this.projection = models * size;
        this.mix = projection + size * (inputs + 1);
        this.parameters = new float[mix + size];
        this.gradient = new float[parameters.length];
        this.adam = new Adam(parameters.length, settings.get("rate", 3e-3), DECAY);
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < parameters.length; i++) {
            double spread = i < projection ? 1 : i < mix ? Math.sqrt(3.0 / (inputs + 1)) : 1 / Math.sqrt(size);
            parameters[i] = (float) (random.nextDouble(-1, 1) * spread);
        }
    }

    /** The factors multiplied out: for each model one weight a feature. */
    @Override
    public FactorPredictor snapshot() {
        int width = inputs + 1;
        float[] weights = new float[models * width];
        for (int model = 0; model < models; model++) {
            double length = length(model);
            for (int k = 0; k < size; k++) {
                float share = (float) (parameters[mix + k] * parameters[model * size + k] / length);
                addScaled(weights, model * width, parameters, projection + k * width, share, width);
            }
        }
        return new FactorPredictor(inputs, level, weights);
    }

    private double length(int model) {
        double squares = 1e-12;
        for (int k = 0; k < size; k++) {
            squares += (double) parameters[model * size + k] * parameters[model * size + k];
        }
        return Math.sqrt(squares);
    }

    @Override
    public void pass() {
        int[] order = Shuffle.order(data.rows(), random);
        for (int from = 0; from < order.length; from += BATCH) {
            int to = Math.min(order.length, from + BATCH);
            Arrays.fill(gradient, 0);
            for (int i = from; i < to; i++) {
                addGradient(order[i], 1f / (to - from));
            }
            adam.step(parameters, gradient);
        }
    }

    private void addGradient(int row, float weight) {
        float[] input = noisy(data.dense().row(row));
        float[] hidden = new float[size];
        for (int k = 0; k < size; k++) {
            int base = projection + k * (inputs + 1);
            double sum = 0;
            for (int i = 0; i <= inputs; i++) {
                sum += parameters[base + i] * input[i];
            }
            hidden[k] = (float) sum;
        }
        float[] slopes = slopes(row, hidden);
        float[] back = new float[size];
        for (int model = 0; model < models; model++) {
            if (slopes[model] != 0) {
                addModel(model, slopes[model] * weight, hidden, back);
            }
        }
        for (int k = 0; k < size; k++) {
            addScaled(gradient, projection + k * (inputs + 1), input, 0, back[k], inputs + 1);
        }
    }

    private float[] noisy(float[] dense) {
        float[] input = Arrays.copyOf(dense, inputs + 1);
        if (noise > 0) {
            double each = noise / Math.sqrt(Math.max(1, inputs));
            for (int i = 0; i < inputs; i++) {
                input[i] += (float) (each * random.nextGaussian());
            }
        }
        input[inputs] = 1;
        return input;
    }

    /** The derivative of the mean loss of a row's pairs by each model's delta. */
    private float[] slopes(int row, float[] hidden) {
        double[] delta = new double[models];
        for (int model = 0; model < models; model++) {
            double sum = 0;
            for (int k = 0; k < size; k++) {
                sum += parameters[mix + k] * parameters[model * size + k] * hidden[k];
            }
            delta[model] = sum / length(model);
        }
        float[] slopes = new float[models];
        int pairs = 0;
        for (int a = 0; a < models; a++) {
            for (int b = 0; b < models; b++) {
                if (data.target(row, a) > data.target(row, b)) {
                    float slope = (float) (Losses.sigmoid(delta[a] - delta[b]) - 1);
                    slopes[a] += slope;
                    slopes[b] -= slope;
                    pairs++;
                }
            }
        }
        for (int model = 0; model < models; model++) {
            slopes[model] /= Math.max(1, pairs);
        }
        return slopes;
    }

    private void addModel(int model, float slope, float[] hidden, float[] back) {
        double length = length(model);
        double along = 0;
        float[] direct = new float[size];
        for (int k = 0; k < size; k++) {
            float unit = (float) (parameters[model * size + k] / length);
            float w = parameters[mix + k];
            gradient[mix + k] += slope * unit * hidden[k];
            back[k] += slope * w * unit;
            direct[k] = slope * w * hidden[k];
            along += direct[k] * unit;
        }
        for (int k = 0; k < size; k++) {
            double unit = parameters[model * size + k] / length;
            gradient[model * size + k] += (float) ((direct[k] - along * unit) / length);
        }
    }

    private static void addScaled(float[] into, int at, float[] from, int start, float scale, int length) {
        for (int i = 0; i < length; i++) {
            into[at + i] += scale * from[start + i];
        }
    }
}
