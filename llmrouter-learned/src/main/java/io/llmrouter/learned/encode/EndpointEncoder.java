package io.llmrouter.learned.encode;

import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.EmbeddingRequest;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.error.LlmRouterException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Asks a configured embedding model. Its vectors cost what the model costs. Safe for concurrent use. */
final class EndpointEncoder implements SentenceEncoder {
    private static final int BATCH = 64;

    /** The longest text that is sent whole: embedding models read some 8,000 tokens, and refuse more. */
    private static final int LONGEST = 20_000;

    private static final int UNKNOWN = -1;

    private final ModelInfo info;
    private final EmbeddingModel model;
    private final Runnable onClose;
    private volatile int dimensions = UNKNOWN;

    /**
     * Creates the encoder.
     *
     * @param onClose closes the model, if it is not another's to close
     */
    EndpointEncoder(ModelInfo info, EmbeddingModel model, Runnable onClose) {
        this.info = info;
        this.model = model;
        this.onClose = onClose;
    }

    @Override
    public String reference() {
        return "endpoint:" + info.name();
    }

    @Override
    public String fingerprint() {
        return "model " + info.modelId();
    }

    @Override
    public OptionalInt dimensions() {
        return dimensions == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(dimensions);
    }

    @Override
    public float[] encode(String text) {
        return encodeAll(List.of(text)).get(0);
    }

    @Override
    public List<float[]> encodeAll(List<String> texts) {
        var vectors = new ArrayList<float[]>(texts.size());
        for (int from = 0; from < texts.size(); from += BATCH) {
            List<String> batch = texts.subList(from, Math.min(texts.size(), from + BATCH));
            try {
                vectors.addAll(checked(model.embed(request(batch)), batch.size()));
            } catch (LlmRouterException failure) {
                throw failure instanceof EncoderException own ? own : failed(failure);
            }
        }
        return vectors;
    }

    @Override
    public CompletableFuture<float[]> encodeAsync(String text) {
        CompletableFuture<EmbeddingResponse> call;
        try {
            call = model.embedAsync(request(List.of(text)));
        } catch (LlmRouterException failure) {
            return CompletableFuture.failedFuture(failed(failure));
        }
        var vector = new CompletableFuture<float[]>();
        call.whenComplete((response, failure) -> complete(vector, response, failure));
        vector.whenComplete((found, failure) -> {
            if (vector.isCancelled()) {
                call.cancel(true);
            }
        });
        return vector;
    }

    private void complete(
            CompletableFuture<float[]> vector, @Nullable EmbeddingResponse response, @Nullable Throwable failure) {
        if (response == null) {
            vector.completeExceptionally(failed(failure));
            return;
        }
        try {
            vector.complete(checked(response, 1).get(0));
        } catch (EncoderException wrong) {
            vector.completeExceptionally(wrong);
        }
    }

    private static EmbeddingRequest request(List<String> texts) {
        return EmbeddingRequest.of(texts.stream().map(EndpointEncoder::bounded).toList());
    }

    private static String bounded(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }

    private List<float[]> checked(EmbeddingResponse response, int wanted) {
        List<float[]> vectors = response.vectors();
        if (vectors.size() != wanted) {
            throw EncoderException.because(
                    reference() + ": expected " + wanted + " vectors, found " + vectors.size(),
                    "Check that the endpoint serves embeddings.");
        }
        int length = dimensions == UNKNOWN ? vectors.get(0).length : dimensions;
        for (float[] vector : vectors) {
            if (vector.length != length || length == 0) {
                throw EncoderException.because(
                        reference() + ": expected vectors of one length, " + length + ", found one of " + vector.length,
                        "Check that the endpoint serves one model.");
            }
        }
        dimensions = length;
        return vectors;
    }

    private EncoderException failed(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String kind = cause == null ? "no answer" : cause.getClass().getSimpleName();
        return EncoderException.because(
                reference() + ": the embedding model gave no vector (" + kind + ")",
                cause instanceof LlmRouterException known ? known.help() : "",
                cause);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
