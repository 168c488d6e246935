package io.llmrouter.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: receives its requests, one after the other, and hands each to its endpoint.
 *
 * <p>While a request is under way the connection is still read, since only so a client's leaving is noticed; what it sends
 * meanwhile waits, within a bound.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements Served {
    private static final int MAX_PIPELINED = 32;
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** A body may come in small pieces, but not for longer than this many of the longest pauses. */
    private static final int LONGEST_BODY = 10;

    private final ServerContext context;
    private final Gatekeeper gatekeeper;
    private final Deque<HttpObject> pipelined = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext channel;
    private @Nullable Incoming incoming;
    private @Nullable ResponseChannel response;
    private final Patience patience = new Patience();
    private boolean discarding;

    HttpConnection(ServerContext context, Gatekeeper gatekeeper) {
        this.context = context;
        this.gatekeeper = gatekeeper;
    }

    private ChannelHandlerContext channel() {
        return Objects.requireNonNull(channel);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context.connections().add(this);
        if (context.isStopping()
                || context.connections().size() > context.config().limits().connections()) {
            active.close();
        } else {
            await(context.config().timeouts().receive(), active::close);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        context.closed(this);
        patience.end();
        if (incoming != null) {
            incoming.release();
        }
        if (response != null) {
            response.onClosed();
        }
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        var object = (HttpObject) message;
        if (response == null || discarding) {
            accept(object);
            return;
        }
        pipelined.add(object);
        if (pipelined.size() >= MAX_PIPELINED) {
            from.channel().config().setAutoRead(false);
        }
    }

    private void accept(HttpObject object) {
        try {
            if (discarding) {
                if (object instanceof LastHttpContent && response == null) {
                    channel().close();
                }
                return;
            }
            if (object instanceof HttpRequest request) {
                head(request);
            }
            if (object instanceof HttpContent content && incoming != null) {
                incoming.add(content.content());
                if (content.decoderResult().isFailure()) {
                    throw Problem.invalid(400, "malformed_request", "The body is not what HTTP allows.");
                } else if (content instanceof LastHttpContent) {
                    complete(incoming);
                }
            }
        } catch (Problem problem) {
            refuse(problem);
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void head(HttpRequest request) {
        var log = new RequestLog(RequestLog.newId(), request.method().name(), Routes.pathOf(request.uri()));
        var next = new Incoming(context, request, log);
        incoming = next;
        if (request.decoderResult().isFailure()) {
            throw malformed(request.decoderResult().cause());
        }
        boolean preflight = request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        if (!preflight) {
            try {
                gatekeeper.check(next);
            } catch (Problem problem) {
                if (hasBody(request)) {
                    throw problem;
                }
                next.refuse(problem);
            }
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            channel().writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        awaitBody(next);
    }

    private static boolean hasBody(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    }

    private static Problem malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Problem.invalid(414, "url_too_long", "Expected a shorter URL.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            return Problem.invalid(
                    431, "headers_too_large", "Expected a smaller head. The bound is serve.max_header_bytes.");
        }
        return Problem.invalid(400, "malformed_request", "Expected a request in HTTP/1.1, found something else.");
    }

    private void awaitBody(Incoming next) {
        Duration longest = context.config().timeouts().receive();
        long left = longest.toNanos() - next.silence();
        if (left <= 0 || next.age() > longest.toNanos() * LONGEST_BODY) {
            refuse(Problem.invalid(
                    408,
                    "request_timeout",
                    "The request did not come whole in time. Its bound is serve.receive_timeout."));
            return;
        }
        await(Duration.ofNanos(left), () -> {
            if (incoming == next) {
                awaitBody(next);
            }
        });
    }

    private void complete(Incoming whole) {
        Routes.Route route = whole.route();
        if (route != null
                && whole.refusal() == null
                && route.endpoint() instanceof SocketEndpoint sockets
                && sockets.isAsked(whole.request())) {
            patience.end();
            incoming = null;
            sockets.upgrade(channel(), this, whole);
            context.closed(this);
            return;
        }
        Exchange exchange = begin(whole);
        Problem refusal = whole.refusal();
        if (refusal != null) {
            exchange.fail(refusal);
        } else if (route == null) {
            answerPreflight(exchange, whole);
        } else {
            exchange.body(whole.takeBody());
            try {
                route.endpoint().handle(exchange);
            } catch (RuntimeException failure) {
                exchange.fail(failure);
            }
        }
    }

    private void answerPreflight(Exchange exchange, Incoming whole) {
        HttpRequest request = whole.request();
        var allowed = gatekeeper.allowed(whole.log().path());
        exchange.channel().headers().set(HttpHeaderNames.ALLOW, "OPTIONS, " + String.join(", ", allowed));
        context.origins()
                .decoratePreflight(request.headers(), exchange.channel().headers(), allowed);
        exchange.answer(204, "", new byte[0]);
    }

    /** Makes room for the answer of a request. */
    private Exchange begin(Incoming whole) {
        HttpRequest request = whole.request();
        boolean keepAlive = HttpUtil.isKeepAlive(request) && !context.isStopping() && !discarding;
        boolean chunked = request.protocolVersion().isKeepAliveDefault();
        incoming = null;
        await(Duration.ZERO, () -> {});
        var answer = new ResponseChannel(
                channel(), whole.log(), request.method(), chunked, complete -> ended(whole, complete, keepAlive));
        response = answer;
        if (!keepAlive) {
            answer.header("connection", "close");
        } else if (!chunked) {
            answer.header("connection", "keep-alive");
        }
        context.origins().decorate(request.headers(), answer.headers());
        var exchange = new Exchange(context, answer, whole);
        if (whole.log().path().equals(LlmRouterServer.MESSAGES_PATH)) {
            exchange.errorsAs(context.anthropic());
        }
        return exchange;
    }

    /** Answers with an error, and takes nothing more on this connection unless all of the request has come. */
    private void refuse(Problem problem) {
        Incoming refused = incoming;
        if (refused != null) {
            discarding = true;
            begin(refused).fail(problem);
        }
    }

    private void ended(Incoming request, boolean whole, boolean keepAlive) {
        request.release();
        request.log().ended(whole);
        context.metrics().answered(request.log());
        response = null;
        if (!whole) {
            channel().close();
        } else if (discarding) {
            linger();
        } else if (!keepAlive || context.isStopping()) {
            channel().close();
        } else {
            await(context.config().timeouts().idle(), channel()::close);
            next();
        }
    }

    /** Says that this was all, and reads on for a moment: a close at once could reset the answer before it is read. */
    private void linger() {
        ((SocketChannel) channel().channel()).shutdownOutput();
        channel().channel().config().setAutoRead(true);
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
        await(LINGER, channel()::close);
    }

    private void next() {
        while (response == null && !pipelined.isEmpty()) {
            accept(pipelined.poll());
        }
        if (pipelined.isEmpty()) {
            channel().channel().config().setAutoRead(true);
        }
    }

    /** Replaces what the connection waits for; zero for nothing. */
    private void await(Duration time, Runnable then) {
        patience.set(channel().executor(), time, then);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (changed.channel().isWritable() && response != null) {
            response.onWritable();
        }
    }

    /** Resets and the like: the client is gone, and its call is cancelled with the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        from.close();
    }

    @Override
    public void closeWhenIdle() {
        channel().executor().execute(() -> {
            if (response == null) {
                channel().close();
            }
        });
    }

    @Override
    public void closeNow() {
        channel().close();
    }
}
