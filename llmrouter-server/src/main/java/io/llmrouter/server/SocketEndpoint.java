package io.llmrouter.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;

/** Turns a connection into a WebSocket. */
final class SocketEndpoint implements Endpoint {
    private static final int FLUSHES_AT_ONCE = 256;

    private final ServerContext context;

    SocketEndpoint(ServerContext context) {
        this.context = context;
    }

    /** Only reached by requests that do not ask for a WebSocket. */
    @Override
    public void handle(Exchange exchange) {
        throw Problem.invalid(426, "upgrade_required", "Expected a WebSocket here, found a plain request.");
    }

    /** Whether a request, let pass by the gatekeeper, asks for a WebSocket. */
    boolean isAsked(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    void upgrade(ChannelHandlerContext connection, ChannelHandler replaced, Incoming asked) {
        HttpRequest request = asked.request();
        RequestLog log = asked.log();
        int most = context.config().limits().bodyBytes();
        var protocol = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath(log.path())
                .checkStartsWith(true)
                .decoderConfig(WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(most)
                        .build())
                .build();
        long idle = context.config().timeouts().idle().toMillis();
        long ping = Math.max(1, idle / 3);
        var budget = new SocketBudget(context.bodies());
        var socket = new ChatSocket(context, asked, budget);
        ChannelPipeline pipeline = connection.pipeline();
        String inner = pipeline.context(SlowClientHandler.class).name();
        pipeline.addBefore(pipeline.context(HttpServerCodec.class).name(), null, budget);
        pipeline.addAfter(inner, null, new FlushConsolidationHandler(FLUSHES_AT_ONCE, true))
                .addLast(new IdleStateHandler(idle, ping, 0, TimeUnit.MILLISECONDS))
                .addLast(budget.controlFrames())
                .addLast(new WebSocketServerProtocolHandler(protocol))
                .addLast(new WebSocketFrameAggregator(most))
                .addLast(socket);
        context.connections().add(socket);
        var upgrade = new DefaultFullHttpRequest(
                request.protocolVersion(), request.method(), request.uri(), Unpooled.EMPTY_BUFFER);
        upgrade.headers().set(request.headers());
        connection.fireChannelRead(upgrade);
        connection.pipeline().remove(replaced);
    }
}
