package io.llmrouter.testkit;

import io.llmrouter.api.ChatRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A request that reached a {@link FakeProvider}, and what became of its answer. Safe for concurrent use. */
public final class RecordedRequest {
    private final HttpRequest http;
    private final WireKind format;
    private final String model;
    private final boolean stream;
    private final @Nullable ChatRequest request;
    private final int connection;
    private final Instant receivedAt = Instant.now();
    private final AtomicInteger chunksWritten = new AtomicInteger();
    private final CompletableFuture<Boolean> callerLeft = new CompletableFuture<>();

    RecordedRequest(
            HttpRequest http,
            WireKind format,
            String model,
            boolean stream,
            @Nullable ChatRequest request,
            int connection) {
        this.http = http;
        this.format = format;
        this.model = model;
        this.stream = stream;
        this.request = request;
        this.connection = connection;
    }

    public String method() {
        return http.method();
    }

    /** The path as it was sent, still percent-encoded. */
    public String path() {
        return http.path();
    }

    /** What followed the question mark; empty if nothing did. */
    public String query() {
        return http.query();
    }

    /** The values of the headers by name, without regard to case. */
    public Map<String, List<String>> headers() {
        return http.headers();
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return http.header(name);
    }

    public byte[] body() {
        return http.body().clone();
    }

    public String bodyText() {
        return new String(http.body(), StandardCharsets.UTF_8);
    }

    /** The wire format, told by the path. */
    public WireKind format() {
        return format;
    }

    /** The provider's id of the model; empty if the request named none. */
    public String model() {
        return model;
    }

    /** Whether the caller asked for a stream. */
    public boolean stream() {
        return stream;
    }

    /** What the caller asked, if it is a chat request that could be read. */
    public Optional<ChatRequest> request() {
        return Optional.ofNullable(request);
    }

    /** When the request had been read to its end. */
    public Instant receivedAt() {
        return receivedAt;
    }

    /** The number of the connection that it came on, from 1: equal numbers mean that the connection was used again. */
    public int connection() {
        return connection;
    }

    /** How many chunks of a streamed answer have been written so far; a plain answer counts as one. */
    public int chunksWritten() {
        return chunksWritten.get();
    }

    /**
     * Completes once the answer has ended: with {@code true} if the caller closed its connection before the answer was
     * complete, with {@code false} if it was answered, or if the fake itself ended the connection.
     */
    public CompletableFuture<Boolean> callerLeft() {
        return callerLeft.copy();
    }

    /** Whether the caller closed its connection before the answer was complete; waits for it at most that long. */
    public boolean awaitCallerLeft(Duration max) throws InterruptedException {
        try {
            return callerLeft.get(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The end of an answer is never exceptional", e);
        }
    }

    /** The bytes of the body. */
    int size() {
        return http.body().length;
    }

    void chunkWritten() {
        chunksWritten.incrementAndGet();
    }

    void ended(boolean byCaller) {
        callerLeft.complete(byCaller);
    }

    /** What the request is, without a word of what it says. */
    @Override
    public String toString() {
        return "RecordedRequest[" + method() + " " + path() + ", " + format + ", model " + model
                + (stream ? ", streamed]" : "]");
    }
}
