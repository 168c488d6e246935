package io.llmrouter.core.memory;

import java.util.Arrays;

/**
 * A vector of length 1 that is kept without its zeros: a short text fills few of the dimensions, and comparing it costs
 * time for those alone.
 */
final class Embedding {
    static final int MOST_DIMENSIONS = Short.MAX_VALUE;

    private final short[] places;
    private final float[] weights;
    private final int dimensions;

    private Embedding(short[] places, float[] weights, int dimensions) {
        this.places = places;
        this.weights = weights;
        this.dimensions = dimensions;
    }

    /**
     * The vector, brought to length 1; one that has no direction stays empty.
     *
     * @param vector of at most {@value #MOST_DIMENSIONS} dimensions
     */
    static Embedding of(float[] vector) {
        double squares = 0;
        for (float weight : vector) {
            squares += (double) weight * weight;
        }
        double length = Math.sqrt(squares);
        var places = new short[vector.length];
        var weights = new float[vector.length];
        int filled = 0;
        if (length > 0 && Double.isFinite(length)) {
            for (int i = 0; i < vector.length; i++) {
                if (vector[i] != 0) {
                    places[filled] = (short) i;
                    weights[filled++] = (float) (vector[i] / length);
                }
            }
        }
        return new Embedding(Arrays.copyOf(places, filled), Arrays.copyOf(weights, filled), vector.length);
    }

    /** Whether there was nothing in the text to compare. */
    boolean isEmpty() {
        return weights.length == 0;
    }

    int dimensions() {
        return dimensions;
    }

    /** The vector with its zeros. */
    float[] dense() {
        var vector = new float[dimensions];
        for (int i = 0; i < places.length; i++) {
            vector[places[i]] = weights[i];
        }
        return vector;
    }

    /** Hands on what the vector is filled with. */
    void forEach(Weights filled) {
        for (int i = 0; i < places.length; i++) {
            filled.accept(places[i], weights[i]);
        }
    }

    /** Takes the weights that are not 0. */
    interface Weights {
        void accept(int dimension, float weight);
    }
}
