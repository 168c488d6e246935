package io.llmrouter.bedrock;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Remembers what it is told. */
class RecordingSink implements StreamingSink {
    final List<Delta> deltas = new CopyOnWriteArrayList<>();
    final List<String> ends = new CopyOnWriteArrayList<>();
    final CountDownLatch firstDelta = new CountDownLatch(1);
    final CompletableFuture<StreamHandle> handle = new CompletableFuture<>();
    private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();

    @Override
    public void onStart(StreamHandle started) {
        handle.complete(started);
    }

    @Override
    public void onDelta(Delta delta) {
        deltas.add(delta);
        firstDelta.countDown();
    }

    @Override
    public void onComplete(ChatResponse whole) {
        ends.add("complete");
        response.complete(whole);
    }

    @Override
    public void onError(LlmRouterException error) {
        ends.add("error");
        response.completeExceptionally(error);
    }

    /** Waits for the end, whichever it is. */
    void ended() throws InterruptedException, TimeoutException {
        try {
            response.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            // An end as well.
        }
    }

    ChatResponse response() throws Exception {
        return response.get(10, TimeUnit.SECONDS);
    }

    LlmRouterException error() throws InterruptedException, TimeoutException {
        try {
            ChatResponse whole = response.get(10, TimeUnit.SECONDS);
            throw new AssertionError("expected an error, found " + whole);
        } catch (ExecutionException failed) {
            return (LlmRouterException) Objects.requireNonNull(failed.getCause());
        }
    }

    String text() {
        var text = new StringBuilder();
        for (Delta delta : deltas) {
            if (delta instanceof Delta.Text piece) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }
}
