package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.SparseVector;
import org.jspecify.annotations.Nullable;

/** The features of one query; the dense ones are computed when first asked for. Not safe for concurrent use. */
public final class QueryFeatures {
    private final String text;
    private final SparseVector terms;
    private final @Nullable FeatureSpace space;
    private float @Nullable [] dense;

    QueryFeatures(String text, SparseVector terms, @Nullable FeatureSpace space, float @Nullable [] dense) {
        this.text = text;
        this.terms = terms;
        this.space = space;
        this.dense = dense;
    }

    /** Features that are there already. */
    static QueryFeatures of(SparseVector terms, float @Nullable [] dense) {
        return new QueryFeatures("", terms, null, dense);
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
     * @throws IllegalStateException if the feature space has no dense features
     * @throws io.llmrouter.learned.encode.EncoderException if they come from an encoder, which gave none
     */
    public float[] dense() {
        if (dense == null) {
            if (space == null) {
                throw new IllegalStateException("these features have no dense projection");
            }
            dense = space.dense(text, terms);
        }
        return dense;
    }
}
