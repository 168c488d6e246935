package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.Lsa;
import io.llmrouter.learned.features.SparseVector;
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
}
