package io.llmrouter.learned.difficulty;

import io.llmrouter.learned.features.Lsa;
import io.llmrouter.learned.features.SparseVector;
import io.llmrouter.learned.features.TextEncoder;
import io.llmrouter.learned.file.ModelContainer;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import io.llmrouter.learned.predict.FeatureSpace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Predicts the share of language models that fail on a query, from its words, pairs of words and its shape: a logistic
 * function, calibrated on queries that it had not seen. Immutable and safe for concurrent use.
 */
public final class DifficultyModel {
    private static final String KIND = "difficulty";
    private static final String SHIPPED = "difficulty.llmr";

    private final TextEncoder terms;
    /** The weights of the terms, then those of the shape. */
    private final float[] weights;

    private final double bias;
    /** Ascending difficulties that cut the training queries into equal parts. */
    private final double[] quantiles;

    DifficultyModel(TextEncoder terms, float[] weights, double bias, double[] quantiles) {
        this.terms = terms;
        this.weights = weights;
        this.bias = bias;
        this.quantiles = quantiles;
    }

    /** The model that comes with the library. */
    public static DifficultyModel shipped() {
        try (InputStream in = DifficultyModel.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("expected the resource " + SHIPPED + ", found none");
            }
            return ModelContainer.read(in, SHIPPED, DifficultyModel::read);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The share of models, from 0 to 1, that are likely to fail on the query. */
    public double difficulty(String query) {
        SparseVector vector = terms.encode(query);
        double z = bias;
        for (int i = 0; i < vector.size(); i++) {
            z += weights[vector.columns()[i]] * vector.values()[i];
        }
        float[] shape = TextShape.of(query);
        for (int i = 0; i < shape.length; i++) {
            z += weights[terms.columns() + i] * shape[i];
        }
        return 1 / (1 + Math.exp(-z));
    }

    /** The share of the training queries, from 0 to 1, that are easier. */
    public double rank(double difficulty) {
        int found = Arrays.binarySearch(quantiles, difficulty);
        return (double) (found >= 0 ? found : -found - 1) / quantiles.length;
    }

    void save(Path file) {
        ModelContainer.write(file, this::write);
    }

    private void write(ModelOutput out) {
        out.text(KIND);
        new FeatureSpace(terms, (Lsa) null).save(out);
        out.floats(weights);
        out.real(bias);
        out.reals(quantiles);
    }

    private static DifficultyModel read(ModelInput in) {
        String kind = in.text();
        in.expect(kind.equals(KIND), "a model of difficulty", "one of \"" + kind + "\"");
        TextEncoder terms = FeatureSpace.read(in).terms();
        return new DifficultyModel(
                terms, in.floats((long) terms.columns() + TextShape.FEATURES), in.real(), in.reals());
    }
}
