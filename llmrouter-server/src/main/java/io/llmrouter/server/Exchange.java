package io.llmrouter.server;

import io.llmrouter.api.TraceContext;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.server.ClientKeys.Client;
import io.llmrouter.wire.WireFormat;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Safe to use from any thread; the answer is begun once, and what comes later is dropped. */
final class Exchange {
    private static final String JSON = "application/json";

    private final ServerContext context;
    private final HttpRequest request;
    private final Client client;
    private final ResponseChannel channel;
    private final RequestLog log;
    private final @Nullable TraceContext trace;
    private final AtomicBoolean begun = new AtomicBoolean();
    private byte[] body = {};
    private WireFormat errors;

    Exchange(ServerContext context, ResponseChannel channel, Incoming from) {
        this.context = context;
        this.request = from.request();
        this.client = from.client();
        this.channel = channel;
        this.log = from.log();
        this.trace = from.trace().orElse(null);
        if (trace != null) {
            log.trace(trace.traceId());
        }
        this.errors = context.openAi();
    }

    String id() {
        return log.requestId();
    }

    HttpHeaders requestHeaders() {
        return request.headers();
    }

    /** The path without its query, still percent-encoded. */
    String path() {
        return log.path();
    }

    byte[] body() {
        return body;
    }

    void body(byte[] received) {
        body = received;
    }

    Client client() {
        return client;
    }

    RequestLog log() {
        return log;
    }

    /** The trace that the request is part of. */
    Optional<TraceContext> trace() {
        return Optional.ofNullable(trace);
    }

    /** Takes a step; what it throws becomes the answer. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    ResponseChannel channel() {
        return channel;
    }

    /** Has errors told in that format. */
    void errorsAs(WireFormat format) {
        errors = format;
    }

    /** Answers with JSON. */
    void json(int status, byte[] bytes) {
        answer(status, JSON, bytes);
    }

    /** Answers with a whole body. */
    void answer(int status, String contentType, byte[] bytes) {
        if (begun.compareAndSet(false, true)) {
            channel.answer(status, contentType, bytes);
        }
    }

    /** Begins an answer of pieces; {@code false} if there is an answer already. */
    boolean begin(String contentType) {
        boolean first = begun.compareAndSet(false, true);
        if (first) {
            channel.begin(contentType);
        }
        return first;
    }

    /** Answers with an error, in the client's format. */
    void fail(Throwable failure) {
        if (failure instanceof CancellationException) {
            return; // only a client that has left has its call cancelled
        }
        if (failure instanceof LlmRouterException known) {
            log.failed(known);
            known.retryAfter()
                    .ifPresent(pause -> channel.header(
                            "retry-after", Long.toString(pause.plusMillis(999).toSeconds())));
            channel.header(
                    "x-llmrouter-attempts", Integer.toString(known.attempts().size()));
            known.model().ifPresent(model -> channel.header("x-llmrouter-model", model));
            json(errors.statusOf(known), errors.encodeError(known));
        } else {
            Problem problem = failure instanceof Problem ours ? ours : context.unforeseen(id(), failure);
            if (!problem.header().isEmpty()) {
                channel.header(problem.header(), problem.headerValue());
            }
            json(problem.status(), problem.encode(errors != context.openAi()));
        }
    }

    /** Has something done if the client leaves before the answer is complete. */
    void whenGone(@Nullable Runnable cancel) {
        channel.whenGone(cancel);
    }
}
