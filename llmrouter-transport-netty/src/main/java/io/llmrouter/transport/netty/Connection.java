package io.llmrouter.transport.netty;

import io.llmrouter.http.TransportFailure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection, which carries one exchange at a time. Touched on its event loop only. */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Pattern KEEP_ALIVE_TIMEOUT = Pattern.compile("timeout=(\\d{1,6})", Pattern.CASE_INSENSITIVE);

    private final Origin origin;
    private final ConnectionPool pool;
    private @Nullable Channel channel;
    private @Nullable NettyHttpExchange exchange;
    private long expiresAt;
    private boolean informational;
    private boolean reusable;
    private @Nullable Duration offered;

    Connection(Origin origin, ConnectionPool pool) {
        this.origin = origin;
        this.pool = pool;
    }

    Origin origin() {
        return origin;
    }

    /** Sends a request; its answer goes to the exchange. */
    void send(NettyHttpExchange next, FullHttpRequest request) {
        exchange = next;
        reusable = false;
        offered = null;
        channel().writeAndFlush(request).addListener(written -> {
            if (!written.isSuccess()) {
                fail(TransportFailure.BROKEN, written.cause());
            }
        });
    }

    void readOn(boolean wanted) {
        channel().config().setAutoRead(wanted);
    }

    /** Idle from now on, and not to be used after that time. */
    void expireAt(long nanoTime) {
        expiresAt = nanoTime;
    }

    long expiresAt() {
        return expiresAt;
    }

    boolean isExpired(long now) {
        return now - expiresAt >= 0;
    }

    /** Closes the socket; an exchange under way fails, unless it was cancelled. */
    void close() {
        channel().close();
    }

    private Channel channel() {
        return Objects.requireNonNull(channel);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        pool.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            read((HttpObject) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(HttpObject message) {
        NettyHttpExchange current = exchange;
        if (current == null) {
            close();
        } else if (message.decoderResult().isFailure()) {
            fail(TransportFailure.NOT_HTTP, message.decoderResult().cause());
        } else {
            if (message instanceof HttpResponse head) {
                head(current, head);
            }
            if (message instanceof HttpContent content) {
                content(current, content);
            }
        }
    }

    private void head(NettyHttpExchange current, HttpResponse head) {
        informational = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (!informational) {
            reusable = HttpUtil.isKeepAlive(head);
            offered = offered(head);
            current.onHead(head);
        }
    }

    /** A second less than the server offers, so that no request crosses its goodbye. */
    private static @Nullable Duration offered(HttpResponse head) {
        String value = head.headers().get("keep-alive");
        Matcher timeout = KEEP_ALIVE_TIMEOUT.matcher(value == null ? "" : value);
        return timeout.find() ? Duration.ofSeconds(Long.parseLong(timeout.group(1)) - 1) : null;
    }

    private void content(NettyHttpExchange current, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (!informational) {
            current.onBytes(content.content());
        }
        if (last && informational) {
            informational = false;
        } else if (last && exchange == current) {
            exchange = null;
            if (reusable) {
                readOn(true);
                pool.keep(this, offered);
            } else {
                close();
            }
            current.onEnd();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.closed(this);
        fail(TransportFailure.BROKEN, new IOException("The connection was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(Failures.kindOf(cause), cause);
        close();
    }

    private void fail(TransportFailure failure, Throwable cause) {
        NettyHttpExchange current = exchange;
        exchange = null;
        if (current != null) {
            close();
            current.fail(failure, cause);
        }
    }
}
