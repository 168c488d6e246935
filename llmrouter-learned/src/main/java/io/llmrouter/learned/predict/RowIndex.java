package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.predict.Neighbours.Nearest;

/** Finds the nearest rows by cosine. Immutable. */
interface RowIndex {
    /** How many rows there are. */
    int rows();

    /** The rows as they were given. */
    DenseMatrix matrix();

    /** The k nearest rows, or nearly so, or all if there are fewer, in no certain order. */
    Nearest nearest(float[] query, int k);
}
