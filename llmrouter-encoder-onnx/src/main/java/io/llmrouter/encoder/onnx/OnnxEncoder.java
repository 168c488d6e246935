package io.llmrouter.encoder.onnx;

import ai.onnxruntime.OrtException;
import io.llmrouter.learned.encode.EncoderException;
import io.llmrouter.learned.encode.SentenceEncoder;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A model in this process. Closing it waits for the texts that are being encoded. Safe for concurrent use. */
final class OnnxEncoder implements SentenceEncoder {
    private final ModelFolder folder;
    private final String fingerprint;
    private final WordPiece tokenizer;
    private final OnnxModel model;
    private final EncodingThreads threads;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxEncoder(ModelFolder folder, WordPiece tokenizer, OnnxModel model) {
        this.folder = folder;
        this.fingerprint = folder.fingerprint();
        this.tokenizer = tokenizer;
        this.model = model;
        this.threads = new EncodingThreads(this::encode);
    }

    /**
     * Opens a model, and has it encode a text, so that what does not fit comes out now.
     *
     * @throws EncoderException if it cannot be used
     */
    static OnnxEncoder open(ModelFolder folder) {
        WordPiece tokenizer = TokenizerFiles.read(folder.folder());
        OnnxModel model = OnnxModel.open(folder.model(), folder.pooling());
        try {
            model.encode(tokenizer.ids("a text", folder.mostTokens()));
            return new OnnxEncoder(folder, tokenizer, model);
        } catch (OrtException | RuntimeException unfit) {
            model.close();
            throw unfit instanceof EncoderException known ? known : failed(folder, unfit);
        }
    }

    private static EncoderException failed(ModelFolder folder, Throwable failure) {
        return EncoderException.because(
                folder.model() + ": the model could not encode a text ("
                        + failure.getClass().getSimpleName() + ")",
                "Check that the tokenizer in the folder is that of the model.",
                failure);
    }

    @Override
    public String reference() {
        return "onnx:" + folder.named();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public OptionalInt dimensions() {
        return OptionalInt.of(model.dimensions());
    }

    @Override
    public float[] encode(String text) {
        long[] ids = tokenizer.ids(text, folder.mostTokens());
        life.readLock().lock();
        try {
            if (closed) {
                throw EncodingThreads.closed();
            }
            return model.encode(ids);
        } catch (OrtException failure) {
            throw failed(folder, failure);
        } finally {
            life.readLock().unlock();
        }
    }

    @Override
    public List<float[]> encodeAll(List<String> texts) {
        return texts.parallelStream().map(this::encode).toList();
    }

    @Override
    public CompletableFuture<float[]> encodeAsync(String text) {
        return threads.encode(text);
    }

    @Override
    public void close() {
        threads.close();
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            life.writeLock().unlock();
        }
    }
}
