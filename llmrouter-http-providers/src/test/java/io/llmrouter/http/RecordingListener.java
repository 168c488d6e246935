package io.llmrouter.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what a transport tells. */
final class RecordingListener implements HttpListener {
    final CompletableFuture<HttpHead> head = new CompletableFuture<>();
    final CompletableFuture<String> end = new CompletableFuture<>();
    final CompletableFuture<TransportFailure> failure = new CompletableFuture<>();
    final AtomicLong received = new AtomicLong();
    private final StringBuilder text = new StringBuilder();

    @Override
    public void onHead(HttpHead head) {
        this.head.complete(head);
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        received.addAndGet(bytes.remaining());
        String piece = StandardCharsets.UTF_8.decode(bytes).toString();
        if (text.length() < 10_000) {
            text.append(piece);
        }
    }

    @Override
    public void onEnd() {
        end.complete(text.toString());
    }

    @Override
    public void onFailure(TransportFailure failure, Throwable cause) {
        this.failure.complete(failure);
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }
}
