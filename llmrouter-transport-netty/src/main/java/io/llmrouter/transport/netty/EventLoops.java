package io.llmrouter.transport.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of the process, shared by the server and the transport, so that one loop can carry a request in and
 * out.
 *
 * <p>One for each processor, on Linux's epoll where its library is on the class path, else on the JDK's selectors. They run
 * on daemon threads, begin with their first lease and end with their last. Safe for concurrent use.
 */
public final class EventLoops {
    private static final boolean EPOLL = Epoll.isAvailable();

    private static @Nullable EventLoopGroup shared;
    private static int users;

    private EventLoops() {}

    /** Takes a share of the loops. */
    public static synchronized Lease lease() {
        EventLoopGroup group = shared;
        if (group == null) {
            IoHandlerFactory io = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
            int threads = Runtime.getRuntime().availableProcessors();
            group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("llmrouter-loop", true), io);
            shared = group;
        }
        users++;
        return new Lease(group);
    }

    private static synchronized void release(EventLoopGroup group) {
        users--;
        if (users == 0) {
            shared = null;
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        }
    }

    /** A share of the loops, to be closed. */
    public static final class Lease implements AutoCloseable {
        private final EventLoopGroup group;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Lease(EventLoopGroup group) {
            this.group = group;
        }

        public EventLoopGroup group() {
            return group;
        }

        /** The kind of connection that the loops can carry. */
        public Class<? extends SocketChannel> socketChannel() {
            return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
        }

        /** The kind of listening socket that the loops can carry. */
        public Class<? extends ServerSocketChannel> serverSocketChannel() {
            return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        }

        /** The loop whose thread asks; empty on any other thread. */
        public Optional<EventLoop> current() {
            for (EventExecutor executor : group) {
                if (executor.inEventLoop()) {
                    return Optional.of((EventLoop) executor);
                }
            }
            return Optional.empty();
        }

        /** The loop whose thread asks, or on any other thread the next in turn. */
        public EventLoop nearest() {
            return current().orElseGet(group::next);
        }

        /** Gives the share back; the loops end with the last. */
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(group);
            }
        }
    }
}
