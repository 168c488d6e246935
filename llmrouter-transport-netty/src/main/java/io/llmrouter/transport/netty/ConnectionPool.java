package io.llmrouter.transport.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop. Touched on that loop only, apart from {@link #hasIdle} and {@link #close()}. */
final class ConnectionPool {
    private static final int MAX_IDLE = 1_024;

    private final EventLoop loop;
    private final Connector connector;
    private final Duration keepAlive;
    private final ConcurrentMap<Origin, Deque<Connection>> idle = new ConcurrentHashMap<>();
    private final Set<Connection> open = new HashSet<>();
    private int idleCount;
    private @Nullable ScheduledFuture<?> nextSweep;

    ConnectionPool(EventLoop loop, Connector connector, Duration keepAlive) {
        this.loop = loop;
        this.connector = connector;
        this.keepAlive = keepAlive;
    }

    EventLoop loop() {
        return loop;
    }

    /** Whether a connection waits for an exchange, as far as another thread can know. */
    boolean hasIdle(Origin origin) {
        Deque<Connection> waiting = idle.get(origin);
        return waiting != null && !waiting.isEmpty();
    }

    /** The connection that became idle last, if there is one: the older ones may then expire. */
    @Nullable
    Connection takeIdle(Origin origin) {
        Deque<Connection> waiting = idle.get(origin);
        if (waiting == null) {
            return null;
        }
        Connection last = waiting.pollLast();
        while (last != null) {
            idleCount--;
            if (!last.isExpired(System.nanoTime())) {
                return last;
            }
            last.close();
            last = waiting.pollLast();
        }
        return null;
    }

    Future<Connection> connect(Origin origin, Duration timeout) {
        return connector.connect(loop, origin, timeout, this);
    }

    /**
     * Keeps a connection for the next exchange.
     *
     * @param offered how long the server says that it keeps it; {@code null} if it does not
     */
    void keep(Connection connection, @Nullable Duration offered) {
        Duration time = offered == null || offered.compareTo(keepAlive) > 0 ? keepAlive : offered;
        Deque<Connection> waiting = idle.computeIfAbsent(connection.origin(), origin -> new ConcurrentLinkedDeque<>());
        if (time.isZero() || time.isNegative() || idleCount >= MAX_IDLE) {
            connection.close();
            return;
        }
        long now = System.nanoTime();
        connection.expireAt(now + time.toNanos());
        waiting.addLast(connection);
        idleCount++;
        if (nextSweep == null) {
            sweepIn(time.toNanos());
        }
    }

    private void sweepIn(long nanos) {
        nextSweep = loop.schedule(this::sweep, nanos, TimeUnit.NANOSECONDS);
    }

    /** Closes what has been idle too long: one timer for all connections, since most of them are not idle for long. */
    private void sweep() {
        nextSweep = null;
        long now = System.nanoTime();
        long soonest = Long.MAX_VALUE;
        for (Deque<Connection> waiting : idle.values()) {
            for (Connection connection : waiting) {
                if (connection.isExpired(now)) {
                    connection.close();
                } else {
                    soonest = Math.min(soonest, connection.expiresAt() - now);
                }
            }
        }
        if (soonest < Long.MAX_VALUE && nextSweep == null) {
            sweepIn(soonest);
        }
    }

    void opened(Connection connection) {
        open.add(connection);
    }

    void closed(Connection connection) {
        open.remove(connection);
        Deque<Connection> waiting = idle.get(connection.origin());
        if (waiting != null) {
            if (waiting.remove(connection)) {
                idleCount--;
            }
            if (waiting.isEmpty()) {
                idle.remove(connection.origin());
            }
        }
    }

    void close() {
        Loops.run(loop, () -> new ArrayList<>(open).forEach(Connection::close));
    }
}
