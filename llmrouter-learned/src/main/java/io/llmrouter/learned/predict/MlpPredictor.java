package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;

/** A network of one hidden layer on the dense features: sigmoid(V relu(W x + b) + c). Immutable. */
final class MlpPredictor implements QualityPredictor {
    private final int inputs;
    private final int hidden;
    private final int models;
    private final float[] parameters;

    /**
     * Creates the network.
     *
     * @param parameters W, an input's weights together, then b, then V, a hidden unit's weights together, then c
     */
    MlpPredictor(int inputs, int hidden, int models, float[] parameters) {
        this.inputs = inputs;
        this.hidden = hidden;
        this.models = models;
        this.parameters = parameters;
    }

    static int size(int inputs, int hidden, int models) {
        return Math.addExact(Math.multiplyExact(inputs + 1, hidden), Math.multiplyExact(hidden + 1, models));
    }

    @Override
    public int models() {
        return models;
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        float[] units = hidden(query.dense());
        float[] outputs = outputs(units);
        for (int model = 0; model < models; model++) {
            into[model] = Losses.sigmoid(outputs[model]);
        }
    }

    /** What the hidden units give for an input. */
    float[] hidden(float[] input) {
        float[] units = new float[hidden];
        System.arraycopy(parameters, inputs * hidden, units, 0, hidden);
        int i = 0;
        // Four inputs at a time spare three of four passes over the units; the sums are the same to the last bit.
        for (; i + 4 <= inputs; i += 4) {
            addFour(units, parameters, i * hidden, input, i);
        }
        for (; i < inputs; i++) {
            LinearHeads.addScaled(units, parameters, i * hidden, input[i]);
        }
        for (int unit = 0; unit < hidden; unit++) {
            units[unit] = Math.max(0, units[unit]);
        }
        return units;
    }

    private static void addFour(float[] units, float[] from, int base, float[] input, int at) {
        int width = units.length;
        float v0 = input[at];
        float v1 = input[at + 1];
        float v2 = input[at + 2];
        float v3 = input[at + 3];
        for (int unit = 0; unit < width; unit++) {
            float sum = units[unit] + v0 * from[base + unit];
            sum += v1 * from[base + width + unit];
            sum += v2 * from[base + 2 * width + unit];
            units[unit] = sum + v3 * from[base + 3 * width + unit];
        }
    }

    /** The log-odds of each model for what the hidden units give. */
    float[] outputs(float[] units) {
        int start = (inputs + 1) * hidden;
        float[] outputs = new float[models];
        System.arraycopy(parameters, start + hidden * models, outputs, 0, models);
        for (int unit = 0; unit < hidden; unit++) {
            LinearHeads.addScaled(outputs, parameters, start + unit * models, units[unit]);
        }
        return outputs;
    }

    @Override
    public void save(ModelOutput out) {
        out.integer(inputs);
        out.integer(hidden);
        out.integer(models);
        out.floats(parameters);
    }

    static MlpPredictor read(ModelInput in, FeatureSpace space) {
        int inputs = in.integer();
        int hidden = in.integer();
        int models = in.integer();
        in.expect(
                inputs == space.dimensions() && hidden > 0 && hidden <= 10_000 && models > 0 && models <= 10_000,
                "a network for " + space.dimensions() + " features",
                inputs + " x " + hidden + " x " + models);
        return new MlpPredictor(inputs, hidden, models, in.floats(size(inputs, hidden, models)));
    }
}
