package io.llmrouter.all;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects a streamed answer. */
final class RecordingSink implements StreamingSink {
    final StringBuilder text = new StringBuilder();
    final AtomicInteger deltas = new AtomicInteger();
    final CompletableFuture<ChatResponse> done = new CompletableFuture<>();
    boolean cancelAtFirstDelta;
    private StreamHandle handle;

    @Override
    public void onStart(StreamHandle handle) {
        this.handle = handle;
    }

    @Override
    public void onDelta(Delta delta) {
        deltas.incrementAndGet();
        if (delta instanceof Delta.Text piece) {
            text.append(piece.text());
        }
        if (cancelAtFirstDelta) {
            handle.cancel();
        }
    }

    @Override
    public void onComplete(ChatResponse response) {
        done.complete(response);
    }

    @Override
    public void onError(LlmRouterException error) {
        done.completeExceptionally(error);
    }
}
