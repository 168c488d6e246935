package io.llmrouter.learned.encode;

/** Opens sentence encoders of one kind; found through {@link java.util.ServiceLoader}. */
public interface SentenceEncoderProvider {

    /** The kind, which stands before the colon of a reference, such as {@code onnx}. */
    String name();

    /**
     * Opens an encoder.
     *
     * @param location what stands behind the colon, such as a folder
     * @throws EncoderException if there is none that can be used
     */
    SentenceEncoder open(String location);
}
