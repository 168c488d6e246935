package io.llmrouter.transport.netty;

import io.llmrouter.http.HttpCall;
import io.llmrouter.http.HttpExchange;
import io.llmrouter.http.HttpListener;
import io.llmrouter.http.HttpTransport;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;

/**
 * A transport on Netty's event loops: HTTP/1.1, with idle connections kept for the next exchange.
 *
 * <p>An exchange that is started on an event loop stays on it, so in a server on {@link EventLoops} one thread carries a
 * request in and out. Listeners are told on event loops: they and the sinks behind them must not block; whoever must,
 * uses {@link io.llmrouter.http.JdkHttpTransport}. The proxy settings of the JVM are not used.
 */
public final class NettyHttpTransport implements HttpTransport {
    /** Shorter than servers keep theirs, as far as it is known: they may also say so in their answers. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final EventLoops.Lease loops = EventLoops.lease();
    private final Map<EventLoop, ConnectionPool> pools = new HashMap<>();
    private final Names names = new Names();
    private volatile boolean closed;

    /** Creates a transport without connections. */
    public NettyHttpTransport() {
        this(clientTls(), KEEP_ALIVE);
    }

    NettyHttpTransport(SslContext tls, Duration keepAlive) {
        var connector = new Connector(tls, names, loops.socketChannel());
        for (EventExecutor executor : loops.group()) {
            var loop = (EventLoop) executor;
            pools.put(loop, new ConnectionPool(loop, connector, keepAlive));
        }
    }

    private static SslContext clientTls() {
        try {
            return SslContextBuilder.forClient().build();
        } catch (SSLException impossible) {
            throw new IllegalStateException("The JDK's default TLS configuration cannot be used", impossible);
        }
    }

    @Override
    public HttpExchange exchange(HttpCall call, HttpListener listener) {
        return new NettyHttpExchange(this, call, listener);
    }

    /** The connections that are to carry an exchange: those of the caller's loop, or of any where one is idle. */
    ConnectionPool poolFor(Origin origin) {
        Optional<EventLoop> own = loops.current();
        if (own.isEmpty()) {
            for (ConnectionPool pool : pools.values()) {
                if (pool.hasIdle(origin)) {
                    return pool;
                }
            }
        }
        return Objects.requireNonNull(pools.get(own.orElseGet(loops.group()::next)));
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void execute(Runnable task) {
        execute(loops.nearest(), task);
    }

    /** Runs a task on a loop, never on the caller's stack; elsewhere if the loop has ended. */
    void execute(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            ForkJoinPool.commonPool().execute(task);
        }
    }

    @Override
    public void close() {
        closed = true;
        pools.values().forEach(ConnectionPool::close);
        names.close();
        loops.close();
    }
}
