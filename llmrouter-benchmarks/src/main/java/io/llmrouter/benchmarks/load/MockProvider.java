package io.llmrouter.benchmarks.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A provider that answers every request with fixed bytes, much cheaper than any gateway in front of it.
 *
 * <p>It does not look at the request: which answer it gives is set by the load that runs.
 */
public final class MockProvider implements AutoCloseable {
    private final Channel listener;
    private volatile Script script = Script.of(Load.JSON);

    private MockProvider(EventLoopGroup loops) {
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpRequestDecoder(8192, 65_536, 131_072))
                                .addLast(new MockHandler(MockProvider.this));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Starts it on a free port of the loopback address. */
    public static MockProvider start(EventLoopGroup loops) {
        return new MockProvider(loops);
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Answers all requests that come from now on as the load wants it. */
    public void answer(Load load) {
        script = Script.of(load);
    }

    Script script() {
        return script;
    }

    /** Stops listening; the event loops are the caller's. */
    @Override
    public void close() {
        listener.close().syncUninterruptibly();
    }

    /**
     * An answer.
     *
     * @param writes what goes onto the socket, each with a flush of its own
     * @param pauseMillis the time between two writes; with 0 other connections have their turn between
     */
    record Script(List<ByteBuf> writes, int pauseMillis) {
        static Script of(Load load) {
            return new Script(Answers.of(load), load == Load.SLOW ? Load.PAUSE_MILLIS : 0);
        }
    }
}
