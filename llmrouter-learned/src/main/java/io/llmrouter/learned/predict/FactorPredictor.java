package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;

/**
 * The strength of each model for a query, linear in its dense features, as a quality: sigmoid(delta_m - mean delta +
 * logit(mean quality)). Pairs fix the strengths but for a constant. Immutable.
 */
final class FactorPredictor implements QualityPredictor {
    private final int inputs;
    private final double level;
    private final float[] weights;

    /**
     * Creates the predictor.
     *
     * @param inputs the dense features
     * @param level the log-odds of the mean quality of all models
     * @param weights for each model one a feature, and its constant
     */
    FactorPredictor(int inputs, double level, float[] weights) {
        this.inputs = inputs;
        this.level = level;
        this.weights = weights;
    }

    @Override
    public int models() {
        return weights.length / (inputs + 1);
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        float[] input = query.dense();
        double sum = 0;
        for (int model = 0; model < into.length; model++) {
            int base = model * (inputs + 1);
            double delta = weights[base + inputs];
            for (int i = 0; i < inputs; i++) {
                delta += weights[base + i] * input[i];
            }
            into[model] = delta;
            sum += delta;
        }
        double mean = sum / into.length;
        for (int model = 0; model < into.length; model++) {
            into[model] = Losses.sigmoid(into[model] - mean + level);
        }
    }

    @Override
    public void save(ModelOutput out) {
        out.integer(inputs);
        out.real(level);
        out.floats(weights);
    }

    static FactorPredictor read(ModelInput in, FeatureSpace space) {
        int inputs = in.integer();
        double level = in.real();
        float[] weights = in.floats();
        in.expect(
                inputs == space.dimensions() && weights.length > 0 && weights.length % (inputs + 1) == 0,
                "weights for " + space.dimensions() + " features",
                weights.length + " for " + inputs);
        return new FactorPredictor(inputs, level, weights);
    }
}
