package io.llmrouter.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Opens connections: finds the host, tries its addresses in turn, agrees on TLS. */
final class Connector {
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_BUFFER_BYTES = 32 * 1024;
    private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(30);

    private final SslContext tls;
    private final Names names;
    private final Class<? extends SocketChannel> kind;

    Connector(SslContext tls, Names names, Class<? extends SocketChannel> kind) {
        this.tls = tls;
        this.names = names;
        this.kind = kind;
    }

    /** A new connection, ready to send; all steps are on the loop. Cancelling the future gives it up. */
    Future<Connection> connect(EventLoop loop, Origin origin, Duration timeout, ConnectionPool pool) {
        Promise<Connection> result = loop.newPromise();
        names.resolve(origin.host())
                .whenComplete((addresses, failure) -> Loops.run(loop, () -> {
                    if (failure != null) {
                        result.tryFailure(failure);
                    } else {
                        new Attempt(loop, origin, timeout, pool, result).next(addresses, 0);
                    }
                }));
        return result;
    }

    private final class Attempt {
        private final EventLoop loop;
        private final Origin origin;
        private final Duration timeout;
        private final ConnectionPool pool;
        private final Promise<Connection> result;

        Attempt(EventLoop loop, Origin origin, Duration timeout, ConnectionPool pool, Promise<Connection> result) {
            this.loop = loop;
            this.origin = origin;
            this.timeout = timeout;
            this.pool = pool;
            this.result = result;
        }

        void next(List<InetAddress> addresses, int index) {
            if (result.isDone()) {
                return;
            }
            var connection = new Connection(origin, pool);
            var connecting = bootstrap(connection).connect(new InetSocketAddress(addresses.get(index), origin.port()));
            result.addListener(done -> {
                if (done.isCancelled()) {
                    connecting.channel().close();
                }
            });
            connecting.addListener(done -> {
                if (done.isSuccess()) {
                    agree(connecting.channel(), connection);
                } else if (index + 1 < addresses.size()) {
                    next(addresses, index + 1);
                } else {
                    result.tryFailure(done.cause());
                }
            });
        }

        private void agree(Channel channel, Connection connection) {
            SslHandler secure = channel.pipeline().get(SslHandler.class);
            if (secure == null) {
                ready(channel, connection);
                return;
            }
            secure.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    ready(channel, connection);
                } else {
                    result.tryFailure(done.cause());
                    channel.close();
                }
            });
        }

        private void ready(Channel channel, Connection connection) {
            if (!result.trySuccess(connection)) {
                channel.close();
            }
        }

        private Bootstrap bootstrap(Connection connection) {
            return new Bootstrap()
                    .group(loop)
                    .channel(kind)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, oneBufferAtATime())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                            Math.min(Integer.MAX_VALUE, Math.max(0, timeout.toMillis())))
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            if (origin.tls()) {
                                channel.pipeline().addLast(secured(channel));
                            }
                            var decoder = new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES);
                            channel.pipeline().addLast(new HttpClientCodec(decoder, false, true), connection);
                        }
                    });
        }

        /** So that a paused exchange is told at most one more buffer. */
        private static RecvByteBufAllocator oneBufferAtATime() {
            return new AdaptiveRecvByteBufAllocator(64, 4_096, MAX_BUFFER_BYTES).maxMessagesPerRead(1);
        }

        private SslHandler secured(Channel channel) {
            SslHandler secure = tls.newHandler(channel.alloc(), origin.host(), origin.port());
            Duration limit = timeout.isZero() ? LONGEST_HANDSHAKE : timeout;
            secure.setHandshakeTimeoutMillis(limit.toMillis());
            return secure;
        }
    }
}
