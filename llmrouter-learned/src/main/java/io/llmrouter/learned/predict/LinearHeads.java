package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.SparseVector;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.List;
import java.util.Objects;

/**
 * A linear function of terms and dense features for each model; the weights of a column for all models stand together.
 * Immutable.
 */
final class LinearHeads implements QualityPredictor {
    private final HeadLoss loss;
    private final int termColumns;
    private final int heads;
    private final float[] weights;
    private final float[] biases;

    /**
     * Creates the heads.
     *
     * @param termColumns how many of the columns are terms; the others are dense features
     */
    LinearHeads(HeadLoss loss, int termColumns, float[] weights, float[] biases) {
        this.loss = loss;
        this.termColumns = termColumns;
        this.heads = biases.length;
        this.weights = weights;
        this.biases = biases;
    }

    /** The heads whose weights are the means of others' weights. */
    static LinearHeads mean(List<LinearHeads> others) {
        LinearHeads first = others.get(0);
        float[] weights = new float[first.weights.length];
        float[] biases = new float[first.biases.length];
        float share = 1f / others.size();
        for (LinearHeads other : others) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] += share * other.weights[i];
            }
            for (int i = 0; i < biases.length; i++) {
                biases[i] += share * other.biases[i];
            }
        }
        return new LinearHeads(first.loss, first.termColumns, weights, biases);
    }

    @Override
    public int models() {
        return heads;
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        float[] outputs = biases.clone();
        SparseVector terms = query.terms();
        int[] columns = terms.columns();
        float[] values = terms.values();
        for (int i = 0; i < terms.size(); i++) {
            addScaled(outputs, weights, columns[i] * heads, values[i]);
        }
        float[] dense = query.dense();
        for (int i = 0; i < dense.length; i++) {
            addScaled(outputs, weights, (termColumns + i) * heads, dense[i]);
        }
        for (int head = 0; head < heads; head++) {
            into[head] = loss.output(outputs[head]);
        }
    }

    static void addScaled(float[] into, float[] from, int base, float scale) {
        for (int i = 0; i < into.length; i++) {
            into[i] += scale * from[base + i];
        }
    }

    @Override
    public void save(ModelOutput out) {
        out.text(loss.name());
        out.floats(biases);
        out.floats(weights);
    }

    static LinearHeads read(ModelInput in, FeatureSpace space) {
        String name = in.text();
        HeadLoss loss = null;
        for (HeadLoss candidate : HeadLoss.values()) {
            loss = candidate.name().equals(name) ? candidate : loss;
        }
        float[] biases = in.floats();
        in.expect(loss != null && biases.length > 0, "a known loss and at least one head", name);
        float[] weights = in.floats((long) biases.length * space.columns());
        return new LinearHeads(Objects.requireNonNull(loss), space.terms().columns(), weights, biases);
    }
}
