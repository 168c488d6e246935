package io.llmrouter.server;

import io.llmrouter.api.TraceContext;
import io.llmrouter.server.ClientKeys.Client;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket on which a client chats: many requests at a time, told apart by their ids.
 *
 * <p>Touched on its event loop only, apart from what {@link Served} offers.
 */
final class ChatSocket extends SimpleChannelInboundHandler<WebSocketFrame> implements Served {
    private static final int MAX_CALLS = 64;

    private final ServerContext context;
    private final Client client;
    private final RequestLog log;
    private final @Nullable TraceContext trace;
    private final SocketBudget budget;
    private final Map<String, SocketCall> calls = new LinkedHashMap<>();
    private @Nullable ChannelHandlerContext channel;
    private @Nullable OrderedLoop loop;
    private boolean leaving;
    /** Bytes of the message that is being understood: a call that it begins keeps them to its end. */
    private long charge;

    ChatSocket(ServerContext context, Incoming asked, SocketBudget budget) {
        this.context = context;
        this.client = asked.client();
        this.log = asked.log();
        this.trace = asked.trace().orElse(null);
        this.budget = budget;
        log.status(101);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
        loop = new OrderedLoop(added.channel());
        loop.whenDrained(this::letAllGoOn);
    }

    private ChannelHandlerContext channel() {
        return Objects.requireNonNull(channel);
    }

    private OrderedLoop loop() {
        return Objects.requireNonNull(loop);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame text) {
            byte[] message = text.text().getBytes(StandardCharsets.UTF_8);
            log.received(message.length);
            long bytes = budget.handOver();
            if (message.length < ChatEndpoint.LARGE_BODY) {
                understood(SocketMessage.read(context, message), bytes);
            } else {
                readElsewhere(message, bytes);
            }
        } else {
            close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
        }
    }

    private void understood(Consumer<ChatSocket> asked, long bytes) {
        charge = bytes;
        asked.accept(this);
        context.bodies().giveBack(charge);
        charge = 0;
    }

    private void readElsewhere(byte[] message, long bytes) {
        try {
            context.workers().execute(() -> {
                Consumer<ChatSocket> asked = SocketMessage.read(context, message);
                loop().run(() -> understood(asked, bytes));
            });
        } catch (Problem busy) {
            context.bodies().giveBack(bytes);
            send(new SocketFrames.Json(context, "").problem(busy));
        }
    }

    /** Begins a call. */
    void begin(SocketMessage.Chat chat) {
        if (calls.containsKey(chat.key())) {
            var problem = Problem.invalid(
                    400, "duplicate_id", "A request with this id is under way; give each an id of its own.");
            send(chat.frames().problem(problem));
            return;
        }
        if (calls.size() >= MAX_CALLS) {
            send(chat.frames().problem(Problem.busy("Too many requests of this client; wait.", 1)));
            return;
        }
        var call = new SocketCall(context, this, loop(), chat, charge);
        charge = 0;
        calls.put(chat.key(), call);
        call.start(client, trace);
    }

    /** Cancels one call, or all of them. */
    void cancel(@Nullable String key) {
        new ArrayList<>(calls.entrySet()).forEach(call -> {
            if (key == null || key.equals(call.getKey())) {
                call.getValue().cancel();
            }
        });
    }

    /** Writes a frame, from any thread. */
    void send(String text) {
        if (!text.isEmpty()) {
            loop().run(text.length(), () -> {
                log.sent(text.length());
                channel().writeAndFlush(new TextWebSocketFrame(text));
            });
        }
    }

    /** A call has ended. From any thread. */
    void ended(String key) {
        loop().run(() -> {
            SocketCall done = calls.remove(key);
            if (done != null) {
                context.bodies().giveBack(done.bytes());
            }
            if (leaving && calls.isEmpty()) {
                close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE);
            }
        });
    }

    private void close(WebSocketCloseStatus status) {
        channel().writeAndFlush(new CloseWebSocketFrame(status));
        channel().executor().schedule((Runnable) channel()::close, 2, TimeUnit.SECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.READER_IDLE) {
                from.close();
            } else {
                from.writeAndFlush(new PingWebSocketFrame());
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (changed.channel().isWritable()) {
            letAllGoOn();
        }
    }

    private void letAllGoOn() {
        new ArrayList<>(calls.values()).forEach(SocketCall::onWritable);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        context.closed(this);
        cancel(null);
        log.ended(true);
        context.metrics().answered(log);
    }

    /** Broken frames are answered by their decoder; a message of too many fragments is found here. */
    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            from.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.MESSAGE_TOO_BIG));
        }
        from.close();
    }

    @Override
    public void closeWhenIdle() {
        loop().run(() -> {
            leaving = true;
            if (calls.isEmpty()) {
                close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE);
            }
        });
    }

    /** A client whose key is gone is sent away. */
    @Override
    public void reconfigured() {
        loop().run(() -> {
            if (!context.keys().has(client)) {
                cancel(null);
                close(WebSocketCloseStatus.POLICY_VIOLATION);
            }
        });
    }

    @Override
    public void closeNow() {
        channel().close();
    }
}
