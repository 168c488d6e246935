package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.Lsa;
import io.llmrouter.learned.features.SparseVector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The features of one query; the dense ones are computed when first asked for. Not safe for concurrent use. */
public final class QueryFeatures {
    private final String text;
    private final SparseVector terms;
    private final @Nullable Lsa lsa;
    private float @Nullable [] dense;

    QueryFeatures(String text, SparseVector terms, @Nullable Lsa lsa) {
        this.text = text;
        this.terms = terms;
        this.lsa = lsa;
    }

    /** Features that are there already. */
    static QueryFeatures of(SparseVector terms, float @Nullable [] dense) {
        var features = new QueryFeatures("", terms, null);
        features.dense = dense;
        return features;
    }

    /** The query itself; empty for a row of a training set. */
    public String text() {
        return text;
    }

    public SparseVector terms() {
        return terms;
    }

    /**
     * The dense vector, of length 1 or all zero.
     *
     * @throws IllegalStateException if the feature space has no projection
     */
    public float[] dense() {
        if (dense == null) {
            if (lsa == null) {
                throw new IllegalStateException("these features have no dense projection");
            }
            dense = lsa.project(terms);
        }
        return dense;
    }

    /**
     * Terms and dense features as one vector: the dense ones come after the terms' columns.
     *
     * @param termColumns how many columns the terms have
     */
    SparseVector combined(int termColumns) {
        float[] projected = dense();
        int size = terms.size();
        int[] columns = Arrays.copyOf(terms.columns(), size + projected.length);
        float[] values = Arrays.copyOf(terms.values(), size + projected.length);
        for (int i = 0; i < projected.length; i++) {
            columns[size + i] = termColumns + i;
            values[size + i] = projected[i];
        }
        return new SparseVector(columns, values, size + projected.length);
    }
}
