package io.llmrouter.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A load that runs until it is closed: each of its connections sends a request, waits for the whole answer, checks it
 * and sends the next.
 */
public final class LoadRun implements AutoCloseable {
    private static final long RECONNECT_MILLIS = 20;
    private static final long PATIENCE_SECONDS = 60;

    private final EventLoop loop;
    private final Load load;
    private final Tally tally;
    private final ByteBuf request;
    private final Bootstrap bootstrap;
    private final List<LoadConnection> connections = new ArrayList<>();
    private boolean stopped;

    private LoadRun(EventLoop loop, Load load, Target target) {
        this.loop = loop;
        this.load = load;
        this.tally = new Tally(load);
        this.request = Unpooled.unreleasableBuffer(
                Unpooled.wrappedBuffer(RequestBytes.request(load, target)).asReadOnly());
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5000)
                .remoteAddress(InetAddress.getLoopbackAddress(), target.port())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        var connection = new LoadConnection(LoadRun.this);
                        connections.add(connection);
                        channel.pipeline()
                                .addLast(new HttpResponseDecoder(8192, 65_536, 131_072))
                                .addLast(connection);
                    }
                });
    }

    /** Begins to send. The connections of a slow load start spread over the time that a stream takes. */
    public static LoadRun start(EventLoop loop, Load load, Target target) {
        var run = new LoadRun(loop, load, target);
        long spreadMicros = load == Load.SLOW ? Load.CHUNKS * Load.PAUSE_MILLIS * 1000L : 0;
        for (int i = 0; i < load.connections(); i++) {
            loop.schedule(run::connect, i * spreadMicros / load.connections(), TimeUnit.MICROSECONDS);
        }
        loop.schedule(run::giveUpOnTheSilent, 1, TimeUnit.SECONDS);
        return run;
    }

    /** Counts from now on. */
    public void begin() {
        onLoop(() -> {
            tally.begin();
            return tally;
        });
    }

    /** How many answers were counted so far. */
    public double answers() {
        return onLoop(tally::answers);
    }

    /** Counts no more. */
    public LoadResult end() {
        return onLoop(tally::end);
    }

    /** Closes all connections, also those whose answer has not come yet. */
    @Override
    public void close() {
        onLoop(() -> {
            stopped = true;
            List.copyOf(connections).forEach(LoadConnection::close);
            return stopped;
        });
    }

    Load load() {
        return load;
    }

    Tally tally() {
        return tally;
    }

    ByteBuf request() {
        return request.duplicate();
    }

    boolean stopped() {
        return stopped;
    }

    void closed(LoadConnection connection) {
        connections.remove(connection);
        if (!stopped) {
            loop.schedule(this::connect, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void connect() {
        if (stopped) {
            return;
        }
        bootstrap.connect().addListener(connected -> {
            if (!connected.isSuccess()) {
                tally.error("cannot connect");
            }
        });
    }

    private void giveUpOnTheSilent() {
        if (!stopped) {
            long limit = System.nanoTime() - TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            List.copyOf(connections).forEach(connection -> connection.giveUpIfAskedBefore(limit));
            loop.schedule(this::giveUpOnTheSilent, 1, TimeUnit.SECONDS);
        }
    }

    private <T> T onLoop(Callable<T> task) {
        try {
            return loop.submit(task).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the load ran", interrupted);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the load generator does not answer", failure);
        }
    }
}
