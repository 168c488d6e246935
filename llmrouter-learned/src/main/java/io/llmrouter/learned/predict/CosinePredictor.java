package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;

/**
 * The cosine of a query's projection and each model's direction, as a quality: sigmoid((cos_m - mean cos) / t +
 * logit(mean_m)). Immutable.
 */
final class CosinePredictor implements QualityPredictor {
    private final int inputs;
    private final int size;
    private final double temperature;
    private final double[] means;
    private final float[] parameters;

    /**
     * Creates the predictor.
     *
     * @param inputs the dense features
     * @param size the dimensions of the space
     * @param means the mean quality of each model
     * @param parameters the projection, a dimension's weights together and its constant last, then the models' directions
     */
    CosinePredictor(int inputs, int size, double temperature, double[] means, float[] parameters) {
        this.inputs = inputs;
        this.size = size;
        this.temperature = temperature;
        this.means = means;
        this.parameters = parameters;
    }

    static int length(int inputs, int size, int models) {
        return Math.addExact(Math.multiplyExact(inputs + 1, size), Math.multiplyExact(size, models));
    }

    @Override
    public int models() {
        return means.length;
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        float[] unit = projected(query.dense());
        normalise(unit);
        double sum = 0;
        for (int model = 0; model < into.length; model++) {
            into[model] = cosine(unit, model);
            sum += into[model];
        }
        double mean = sum / into.length;
        for (int model = 0; model < into.length; model++) {
            into[model] = Losses.sigmoid((into[model] - mean) / temperature + Losses.logit(means[model]));
        }
    }

    /** The projection of dense features, of any length. */
    float[] projected(float[] input) {
        float[] projected = new float[size];
        for (int k = 0; k < size; k++) {
            int base = k * (inputs + 1);
            double sum = parameters[base + inputs];
            for (int i = 0; i < inputs; i++) {
                sum += parameters[base + i] * input[i];
            }
            projected[k] = (float) sum;
        }
        return projected;
    }

    /** Makes a vector one of length 1 and tells how long it was. */
    static double normalise(float[] vector) {
        double squares = 1e-12;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) length;
        }
        return length;
    }

    /** A model's direction, of any length. */
    float[] direction(int model) {
        float[] direction = new float[size];
        System.arraycopy(parameters, (inputs + 1) * size + model * size, direction, 0, size);
        return direction;
    }

    private double cosine(float[] unit, int model) {
        float[] direction = direction(model);
        normalise(direction);
        double product = 0;
        for (int k = 0; k < size; k++) {
            product += unit[k] * direction[k];
        }
        return product;
    }

    @Override
    public void save(ModelOutput out) {
        out.integer(inputs);
        out.integer(size);
        out.real(temperature);
        out.reals(means);
        out.floats(parameters);
    }

    static CosinePredictor read(ModelInput in, FeatureSpace space) {
        int inputs = in.integer();
        int size = in.integer();
        double temperature = in.real();
        double[] means = in.reals();
        in.expect(
                inputs == space.dimensions() && size > 0 && size <= 4096 && means.length > 0 && temperature > 0,
                "a projection of " + space.dimensions() + " features",
                inputs + " x " + size);
        return new CosinePredictor(inputs, size, temperature, means, in.floats(length(inputs, size, means.length)));
    }
}
