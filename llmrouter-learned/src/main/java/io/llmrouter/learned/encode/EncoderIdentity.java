package io.llmrouter.learned.encode;

/**
 * What a saved router remembers of the encoder that it was trained with; its weights stay where they are.
 *
 * @param reference how it was named, such as {@code onnx:/models/minilm}; {@link #DATA} if the vectors came with the data
 * @param fingerprint what tells it from others; empty if the vectors came with the data
 * @param dimensions the length of its vectors
 */
public record EncoderIdentity(String reference, String fingerprint, int dimensions) {
    /** The reference of vectors that came with the training data, from an encoder that nobody named. */
    public static final String DATA = "data";

    private static final int MOST_DIMENSIONS = 4_096;

    public EncoderIdentity {
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw EncoderException.because(
                    reference + ": expected vectors of 1 to " + MOST_DIMENSIONS + " dimensions, found " + dimensions,
                    "Use another encoder, or have the endpoint give shorter vectors.");
        }
    }

    /** Whether the vectors came with the training data. */
    public boolean isOfData() {
        return reference.equals(DATA);
    }

    /**
     * Checks that an encoder gives the vectors that were learned from.
     *
     * @throws EncoderException if it is another one
     */
    public void check(SentenceEncoder encoder) {
        int found = encoder.dimensions().orElse(dimensions);
        if (found != dimensions) {
            throw EncoderException.because(
                    encoder.reference() + ": expected an encoder of " + dimensions
                            + " dimensions, with which the router was trained, found one of " + found,
                    "Name the encoder of the training, or train the router again with this one.");
        }
        if (!fingerprint.isEmpty() && !fingerprint.equals(encoder.fingerprint())) {
            throw EncoderException.because(
                    encoder.reference() + ": expected the encoder that the router was trained with, " + reference + " ("
                            + fingerprint + "), found another one (" + encoder.fingerprint() + ")",
                    "Name the encoder of the training, or train the router again with this one.");
        }
    }

    /**
     * A vector at length 1, as all are used; all zero if it is.
     *
     * @throws EncoderException if it is of another length, or not of finite numbers
     */
    public float[] normalised(float[] vector) {
        if (vector.length != dimensions) {
            throw EncoderException.because(
                    reference + ": expected vectors of " + dimensions + " dimensions, found one of " + vector.length,
                    "Use the encoder that the router was trained with.");
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!Double.isFinite(squares)) {
            throw EncoderException.because(
                    reference + ": expected a vector of finite numbers, found others", "Check the encoder's model.");
        }
        float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = vector[i] * scale;
        }
        return unit;
    }
}
