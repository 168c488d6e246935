package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;

/**
 * The quality of each model as sigmoid(mean(x0_q * h_m) + logit(mean_m)). x0_q is linear in the query's features, and so the
 * product is: what is kept is one weight a feature and model, h_m times the projection. Immutable.
 */
final class GraphPredictor implements QualityPredictor {
    private final int inputs;
    private final float[] weights;

    /**
     * Creates the predictor.
     *
     * @param inputs the dense features
     * @param weights for each model one a feature, and its constant
     */
    GraphPredictor(int inputs, float[] weights) {
        this.inputs = inputs;
        this.weights = weights;
    }

    @Override
    public int models() {
        return weights.length / (inputs + 1);
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        float[] input = query.dense();
        for (int model = 0; model < into.length; model++) {
            int base = model * (inputs + 1);
            double z = weights[base + inputs];
            for (int i = 0; i < inputs; i++) {
                z += weights[base + i] * input[i];
            }
            into[model] = Losses.sigmoid(z);
        }
    }

    @Override
    public void save(ModelOutput out) {
        out.integer(inputs);
        out.floats(weights);
    }

    static GraphPredictor read(ModelInput in, FeatureSpace space) {
        int inputs = in.integer();
        float[] weights = in.floats();
        in.expect(
                inputs == space.dimensions() && weights.length > 0 && weights.length % (inputs + 1) == 0,
                "weights of " + space.dimensions() + " features",
                inputs + " features, " + weights.length + " weights");
        return new GraphPredictor(inputs, weights);
    }
}
