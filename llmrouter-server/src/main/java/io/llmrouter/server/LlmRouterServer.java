package io.llmrouter.server;

import io.llmrouter.api.Router;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.WatchedRouter;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.server.Routes.Access;
import io.llmrouter.transport.netty.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Serves a router to clients of OpenAI's and Anthropic's formats, over HTTP and WebSocket.
 *
 * <p>Safe for concurrent use. The threads are daemons: a program that only serves waits with {@link #awaitClose()}.
 */
public final class LlmRouterServer implements AutoCloseable {
    static final String MESSAGES_PATH = "/v1/messages";

    private static final Logger LOG = System.getLogger(LlmRouterServer.class.getName());
    private static final int BACKLOG = 1_024;
    /**
     * What the system may hold of answers that a client does not take, in bytes. Left to itself it takes megabytes of each,
     * and the router, which must know what was handed over, keeps the text of them.
     */
    private static final int SEND_BUFFER = 64 * 1024;

    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final ServerContext context;
    private final EventLoops.Lease loops;
    private final Channel acceptor;
    private final BindAddress bound;
    private final @Nullable WatchedRouter ownRouter;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LlmRouterServer(
            ServerContext context,
            EventLoops.Lease loops,
            Channel acceptor,
            BindAddress bound,
            @Nullable WatchedRouter ownRouter) {
        this.context = context;
        this.loops = loops;
        this.acceptor = acceptor;
        this.bound = bound;
        this.ownRouter = ownRouter;
    }

    /**
     * Serves a configuration file and follows its changes; only another host or port needs a new start.
     *
     * @throws io.llmrouter.api.error.ConfigurationException with all problems of the file
     * @throws UncheckedIOException if the address cannot be bound
     */
    public static LlmRouterServer start(Path file) {
        RouterConfig config = LlmRouter.configOf(file);
        WatchedRouter router = LlmRouter.watch(file);
        try {
            LlmRouterServer server = start(
                    router, config.serve(), config.limits(), config.routing().strategy(), router);
            router.onConfig(next -> server.reconfigure(
                    next.serve(), next.limits(), next.routing().strategy()));
            return server;
        } catch (RuntimeException failure) {
            router.close();
            throw failure;
        }
    }

    /**
     * Serves a router that the caller keeps: it is not closed with the server.
     *
     * @param strategy the name of the router's strategy, as clients are told it
     * @throws UncheckedIOException if the address cannot be bound
     */
    public static LlmRouterServer start(Router router, ServeConfig config, String strategy) {
        return start(router, config, LimitsConfig.defaults(), strategy);
    }

    /**
     * Serves a router that the caller keeps, and counts what its clients do where the configuration says.
     *
     * @param strategy the name of the router's strategy, as clients are told it
     * @throws io.llmrouter.api.error.ConfigurationException if there is no such store of limits
     * @throws UncheckedIOException if the address cannot be bound
     */
    public static LlmRouterServer start(Router router, ServeConfig config, LimitsConfig limits, String strategy) {
        return start(router, config, limits, strategy, null);
    }

    private static LlmRouterServer start(
            Router router,
            ServeConfig config,
            LimitsConfig limits,
            String strategy,
            @Nullable WatchedRouter ownRouter) {
        var store = new ChangingLimits(limits);
        EventLoops.Lease loops = EventLoops.lease();
        try {
            BindAddress bind = BindAddress.of(config);
            var context = new ServerContext(router, config, store, strategy);
            ChannelFuture binding =
                    bootstrap(loops, context).bind(bind.address()).awaitUninterruptibly();
            if (!binding.isSuccess()) {
                throw new IOException("Cannot listen on " + bind.address(), binding.cause());
            }
            if (!bind.warning().isEmpty()) {
                LOG.log(Level.WARNING, bind.warning());
            }
            return new LlmRouterServer(context, loops, binding.channel(), bind, ownRouter);
        } catch (IOException failure) {
            store.close();
            loops.close();
            throw new UncheckedIOException(failure);
        }
    }

    private static ServerBootstrap bootstrap(EventLoops.Lease loops, ServerContext context) {
        var gatekeeper = new Gatekeeper(context, routes(context));
        int head = context.config().limits().headerBytes();
        return new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        var decoder = new HttpDecoderConfig()
                                .setMaxInitialLineLength(head)
                                .setMaxHeaderSize(head);
                        channel.pipeline()
                                .addLast(new SlowClientHandler(
                                        context.config().timeouts().write()))
                                .addLast(new HttpServerCodec(decoder))
                                .addLast(new HttpConnection(context, gatekeeper));
                    }
                });
    }

    private static Routes routes(ServerContext context) {
        var page = new PageFiles();
        return new Routes()
                .add("GET", "/", Access.OPEN, InfoEndpoints.home(context, page))
                .add("GET", PageFiles.PATH, Access.OPEN, page::file)
                .add("GET", "/health", Access.OPEN, InfoEndpoints.health(context))
                .add("GET", "/ready", Access.OPEN, InfoEndpoints.ready(context))
                .add("GET", "/routers", Access.KEY, InfoEndpoints.routers(context))
                .add("GET", "/metrics", Access.KEY, InfoEndpoints.metrics(context))
                .add("GET", "/v1/stats", Access.KEY, InfoEndpoints.stats(context))
                .add("GET", "/v1/models", Access.KEY, InfoEndpoints.models(context))
                .add("GET", "/v1/models/", Access.KEY, InfoEndpoints.model(context))
                .add("POST", "/v1/route", Access.KEY, new RouteEndpoint(context))
                .add("POST", "/v1/feedback", Access.KEY, new FeedbackEndpoint(context))
                .add("POST", "/v1/chat/completions", Access.KEY, new ChatEndpoint(context, context.openAi(), true))
                .add("POST", "/v1/embeddings", Access.KEY, new EmbeddingsEndpoint(context))
                .add("POST", MESSAGES_PATH, Access.KEY, new ChatEndpoint(context, context.anthropic(), false))
                .add("GET", "/v1/chat/ws", Access.KEY, new SocketEndpoint(context));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) acceptor.localAddress();
    }

    /** The port it listens on. */
    public int port() {
        return address().getPort();
    }

    /** Why it does not listen where the configuration says; empty if it does. */
    public String warning() {
        return bound.warning();
    }

    /** Reads the file that the server was started with now, changed or not; does nothing where it was started without. */
    public void reload() {
        if (ownRouter != null) {
            ownRouter.reload();
        }
    }

    /**
     * Takes over another configuration while it serves: keys, origins, limits and where they are counted, timeouts, the
     * prefix. What is under way goes
     * on; open connections keep the bounds of their heads and the write timeout. Another host or port needs a new start, as
     * the log then says; an address that other machines can reach is never opened to clients without keys.
     *
     * @param strategy the name of the router's strategy, as clients are told it
     */
    public void reconfigure(ServeConfig config, LimitsConfig limits, String strategy) {
        try {
            context.limits().change(limits);
        } catch (ConfigurationException refused) {
            LOG.log(Level.ERROR, "Keys are counted where they were before: " + refused.summary());
        }
        ServeConfig now = context.config();
        if (config.equals(now) && strategy.equals(context.strategy())) {
            return;
        }
        if (!config.host().equals(now.host()) || config.port() != now.port()) {
            LOG.log(Level.WARNING, "serve.host and serve.port have changed: they take effect with a new start");
        }
        ServeConfig next = config.withHost(now.host()).withPort(now.port());
        boolean open = next.access().keys().isEmpty() && !next.access().allowAnonymous();
        if (open && !bound.isLoopback()) {
            LOG.log(
                    Level.ERROR,
                    "serve.keys are gone, but other machines can reach the server: the old keys stay in use. Restart it,"
                            + " or set serve.allow_anonymous: true.");
            next = next.with(now.access());
        }
        context.reconfigure(next, strategy);
    }

    /** Waits until the server is closed. */
    public void awaitClose() throws InterruptedException {
        acceptor.closeFuture().await();
    }

    /**
     * Stops: takes no more connections, lets the requests under way end within {@code serve.drain_timeout}, cancels the
     * rest. Returns when all is closed.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        context.stop();
        acceptor.close().awaitUninterruptibly();
        new ArrayList<>(context.connections()).forEach(Served::closeWhenIdle);
        awaitNoConnection(context.config().timeouts().drain());
        new ArrayList<>(context.connections()).forEach(Served::closeNow);
        awaitNoConnection(Duration.ofSeconds(2));
        context.workers().close();
        context.limits().close();
        if (ownRouter != null) {
            ownRouter.close();
        }
        loops.close();
    }

    private void awaitNoConnection(Duration max) {
        if (!context.awaitNoConnection(max)) {
            LOG.log(Level.INFO, () -> context.connections().size() + " connections are still open");
        }
    }
}
