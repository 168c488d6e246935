package io.llmrouter.http.provider;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a stream tells, and fails the call if it is told in the wrong order or by two at once. */
class RecordingSink implements StreamingSink {
    final CompletableFuture<StreamHandle> start = new CompletableFuture<>();
    final CompletableFuture<Delta> firstDelta = new CompletableFuture<>();
    final CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    final CompletableFuture<String> violation = new CompletableFuture<>();
    private final AtomicInteger speakers = new AtomicInteger();
    private final List<Delta> deltas = new ArrayList<>();

    @Override
    public void onStart(StreamHandle handle) {
        alone(() -> {
            check(!start.isDone(), "two starts");
            start.complete(handle);
        });
    }

    @Override
    public void onDelta(Delta delta) {
        alone(() -> {
            check(start.isDone() && !end.isDone(), "a delta before the start or after the end");
            synchronized (deltas) {
                deltas.add(delta);
            }
            firstDelta.complete(delta);
            taken(delta);
        });
    }

    /** For sinks that take their time. */
    void taken(Delta delta) {}

    @Override
    public void onComplete(ChatResponse response) {
        alone(() -> {
            check(start.isDone() && !end.isDone(), "an end before the start or after the end");
            end.complete(response);
        });
    }

    @Override
    public void onError(LlmRouterException error) {
        alone(() -> {
            check(start.isDone() && !end.isDone(), "an error before the start or after the end");
            end.completeExceptionally(error);
        });
    }

    List<Delta> deltas() {
        synchronized (deltas) {
            return List.copyOf(deltas);
        }
    }

    String text() {
        var text = new StringBuilder();
        for (Delta delta : deltas()) {
            if (delta instanceof Delta.Text piece) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    /** The whole answer, once it is there; throws what ended the stream otherwise. */
    ChatResponse await() throws InterruptedException, TimeoutException {
        return await(end);
    }

    static <T> T await(CompletableFuture<T> future) throws InterruptedException, TimeoutException {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LlmRouterException failure) {
                throw failure;
            }
            throw new AssertionError(e);
        }
    }

    private void alone(Runnable words) {
        check(speakers.incrementAndGet() == 1, "two speakers at once");
        try {
            words.run();
        } finally {
            speakers.decrementAndGet();
        }
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            violation.complete(otherwise);
        }
    }
}
