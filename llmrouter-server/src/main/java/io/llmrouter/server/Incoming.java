package io.llmrouter.server;

import io.llmrouter.api.TraceContext;
import io.llmrouter.server.ClientKeys.Client;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that is being received. Touched on its event loop only. */
final class Incoming {
    private final ServerContext context;
    private final HttpRequest request;
    private final RequestLog log;
    /** The first piece, which mostly is the whole body. */
    private byte[] first = {};

    private ByteArrayOutputStream rest = new ByteArrayOutputStream(0);
    private Routes.@Nullable Route route;
    private Client client = Client.ANYBODY;
    private long lastPieceAt = System.nanoTime();
    private final long startedAt = lastPieceAt;
    private int taken;
    private @Nullable Problem refusal;

    Incoming(ServerContext context, HttpRequest request, RequestLog log) {
        this.context = context;
        this.request = request;
        this.log = log;
    }

    HttpRequest request() {
        return request;
    }

    /** The trace that the request says it is part of. */
    Optional<TraceContext> trace() {
        return TraceContext.of(
                request.headers().get("traceparent"), request.headers().get("tracestate"));
    }

    RequestLog log() {
        return log;
    }

    Client client() {
        return client;
    }

    Routes.@Nullable Route route() {
        return route;
    }

    /** The request may not be made: it is told so once all of it has come. */
    void refuse(Problem problem) {
        refusal = problem;
    }

    @Nullable
    Problem refusal() {
        return refusal;
    }

    /** The request may be made. */
    void passed(Routes.Route to, Client by) {
        route = to;
        client = by;
        log.route(to.path());
        log.client(by.holder());
    }

    /**
     * Takes a piece of the body.
     *
     * @throws Problem if it is too much, for this server or for now
     */
    void add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more == 0) {
            return;
        }
        lastPieceAt = System.nanoTime();
        int most = context.config().limits().bodyBytes();
        if (size() > most - more) {
            throw Problem.tooLarge(most);
        }
        if (!context.bodies().take(more)) {
            throw Problem.busy("The server has too many large requests at once; ask again in a second.", 1);
        }
        taken += more;
        byte[] bytes = new byte[more];
        piece.readBytes(bytes);
        if (size() == 0) {
            first = bytes;
        } else {
            rest.writeBytes(bytes);
        }
    }

    private int size() {
        return first.length + rest.size();
    }

    /** The whole body, which is not kept here any longer. */
    byte[] takeBody() {
        byte[] whole = first;
        if (rest.size() > 0) {
            whole = Arrays.copyOf(first, size());
            System.arraycopy(rest.toByteArray(), 0, whole, first.length, rest.size());
        }
        first = new byte[0];
        rest = new ByteArrayOutputStream(0);
        log.received(whole.length);
        return whole;
    }

    /** How long nothing has come of it, in nanoseconds. */
    long silence() {
        return System.nanoTime() - lastPieceAt;
    }

    /** How long it has been on its way, in nanoseconds. */
    long age() {
        return System.nanoTime() - startedAt;
    }

    /** The bytes are not needed any more. */
    void release() {
        context.bodies().giveBack(taken);
        taken = 0;
    }
}
