package io.llmrouter.learned.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * Turns texts into vectors of one length, so that texts of like meaning have a high cosine.
 *
 * <p>An implementation MUST be safe for concurrent use, MUST give the same vector for the same text, MUST bound what it
 * reads of a text, and MUST refuse texts with an {@link EncoderException} after it was closed.
 */
public interface SentenceEncoder extends AutoCloseable {

    /** How it was named, such as {@code onnx:/models/minilm}: the kind, a colon and where it is. */
    String reference();

    /**
     * What tells it from other encoders, at most 200 characters: two with the same fingerprint give the same vectors. A
     * router that was trained with one encoder is refused with another.
     */
    String fingerprint();

    /** The length of the vectors; empty if only the first answer tells. */
    OptionalInt dimensions();

    /**
     * The vector of a text; it may block.
     *
     * @throws EncoderException if there is none to be had
     */
    float[] encode(String text);

    /**
     * The vectors of texts, in their order, as fast as they are to be had; it may block.
     *
     * @throws EncoderException if one of them is not to be had
     */
    default List<float[]> encodeAll(List<String> texts) {
        var vectors = new ArrayList<float[]>(texts.size());
        for (String text : texts) {
            vectors.add(encode(text));
        }
        return vectors;
    }

    /**
     * The vector of a text, without blocking the caller.
     *
     * <p>A failure completes the future with an {@link EncoderException}. Cancelling it gives the work up.
     */
    CompletableFuture<float[]> encodeAsync(String text);

    /** Releases memory, threads and connections. */
    @Override
    void close();
}
