package io.llmrouter.api;

import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A model that turns texts into vectors.
 *
 * <p>An implementation MUST be safe for concurrent use, and its one method MUST NOT block.
 */
@FunctionalInterface
public interface EmbeddingModel {

    /**
     * Turns texts into vectors without blocking the caller.
     *
     * <p>Cancelling the future cancels the call. A failure completes it with an {@link LlmRouterException}.
     */
    CompletableFuture<EmbeddingResponse> embedAsync(EmbeddingRequest request);

    /**
     * Turns texts into vectors and waits for them.
     *
     * @throws LlmRouterException if they could not be had
     */
    default EmbeddingResponse embed(EmbeddingRequest request) {
        CompletableFuture<EmbeddingResponse> answer = embedAsync(request);
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancelledException(ErrorFacts.because("The thread was interrupted while it waited for vectors")
                    .cause(interrupted)
                    .build());
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof LlmRouterException known) {
                throw known;
            }
            throw new IllegalStateException("An embedding model failed outside of its contract", failure.getCause());
        }
    }

    /** Turns texts into vectors and waits for them; the same as {@code embed(EmbeddingRequest.of(texts))}. */
    default EmbeddingResponse embed(List<String> texts) {
        return embed(EmbeddingRequest.of(texts));
    }
}
