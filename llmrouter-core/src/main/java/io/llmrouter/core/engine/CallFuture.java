package io.llmrouter.core.engine;

import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * The answer of a call to come. Cancelling it gives the call up; the cause of the {@link CancellationException} then is
 * the {@link CancelledException} with the attempts and what they cost.
 */
final class CallFuture<T> extends CompletableFuture<T> {
    private final Runnable giveUp;
    private volatile boolean cancelling;

    CallFuture(Runnable giveUp) {
        this.giveUp = giveUp;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!isDone()) {
            cancelling = true;
            giveUp.run();
        }
        return super.cancel(mayInterruptIfRunning);
    }

    void fail(LlmRouterException error) {
        if (cancelling && error instanceof CancelledException) {
            completeExceptionally(new CancellationException(error.getMessage()).initCause(error));
        } else {
            completeExceptionally(error);
        }
    }
}
