package io.llmrouter.transport.netty;

import io.llmrouter.http.HttpCall;
import io.llmrouter.http.HttpExchange;
import io.llmrouter.http.HttpHead;
import io.llmrouter.http.HttpListener;
import io.llmrouter.http.TransportFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One exchange: from its start on, all of it happens on one event loop. */
final class NettyHttpExchange implements HttpExchange {
    private final NettyHttpTransport transport;
    private final HttpCall call;
    private final HttpListener listener;

    private final Origin origin;
    private volatile @Nullable ConnectionPool pool;
    private volatile boolean over;
    private volatile boolean paused;
    private @Nullable Future<Connection> connecting;
    private @Nullable Connection connection;

    NettyHttpExchange(NettyHttpTransport transport, HttpCall call, HttpListener listener) {
        this.transport = transport;
        this.call = call;
        this.listener = listener;
        this.origin = Origin.of(call.uri());
    }

    @Override
    public void start() {
        ConnectionPool nearest;
        synchronized (this) {
            if (over || pool != null) {
                return;
            }
            nearest = transport.poolFor(origin);
            pool = nearest;
        }
        transport.execute(nearest.loop(), () -> open(nearest));
    }

    private void open(ConnectionPool from) {
        if (over) {
            return;
        }
        if (transport.isClosed()) {
            fail(TransportFailure.BROKEN, new IOException("The transport is closed"));
            return;
        }
        Connection idle = from.takeIdle(origin);
        if (idle != null) {
            send(idle);
            return;
        }
        Future<Connection> opening = from.connect(origin, call.connectTimeout());
        connecting = opening;
        opening.addListener(done -> {
            connecting = null;
            if (done.isSuccess()) {
                send(opening.getNow());
            } else {
                Throwable failure = done.cause();
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                fail(Failures.kindOf(cause), cause);
            }
        });
    }

    private void send(Connection ready) {
        connection = ready;
        if (over) {
            ready.close();
            return;
        }
        FullHttpRequest request;
        try {
            request = request();
        } catch (IllegalArgumentException impossible) {
            ready.close();
            // Not its cause: the message repeats the header, and that may be a key.
            fail(TransportFailure.BROKEN, new IOException("A header holds a character that HTTP does not allow"));
            return;
        }
        if (paused) {
            ready.readOn(false);
        }
        ready.send(this, request);
    }

    private FullHttpRequest request() {
        URI uri = call.uri();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, target, Unpooled.wrappedBuffer(call.body()));
        String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        request.headers().set(HttpHeaderNames.HOST, host);
        request.headers().set(HttpHeaderNames.CONTENT_LENGTH, call.body().length);
        call.headers().forEach(request.headers()::set);
        return request;
    }

    @Override
    public void pause() {
        paused = true;
        applyPause();
    }

    @Override
    public void resume() {
        paused = false;
        applyPause();
    }

    private void applyPause() {
        onLoop(() -> {
            if (connection != null && !over) {
                connection.readOn(!paused);
            }
        });
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        onLoop(() -> {
            if (connecting != null) {
                connecting.cancel(false);
            }
            if (connection != null) {
                connection.close();
            }
        });
    }

    private void onLoop(Runnable task) {
        ConnectionPool own = pool;
        if (own != null) {
            Loops.run(own.loop(), task);
        }
    }

    void onHead(HttpResponse head) {
        if (!over) {
            listener.onHead(new Head(head));
        }
    }

    void onBytes(ByteBuf bytes) {
        if (!over && bytes.isReadable()) {
            listener.onBytes(bytes.nioBuffer());
        }
    }

    void onEnd() {
        connection = null;
        if (end()) {
            listener.onEnd();
        }
    }

    void fail(TransportFailure failure, Throwable cause) {
        connection = null;
        if (end()) {
            listener.onFailure(failure, cause);
        }
    }

    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    private record Head(HttpResponse response) implements HttpHead {
        @Override
        public int status() {
            return response.status().code();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(response.headers().get(name));
        }
    }
}
