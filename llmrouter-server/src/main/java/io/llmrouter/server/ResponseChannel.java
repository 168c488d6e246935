package io.llmrouter.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer to its connection, from any thread and in the order of the calls.
 *
 * <p>The callers speak one at a time, as a {@link io.llmrouter.api.StreamingSink} is spoken to.
 */
final class ResponseChannel {
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

    private final OrderedLoop loop;
    private final ChannelHandlerContext context;
    private final RequestLog log;
    private final HttpMethod method;
    private final boolean chunked;
    private final Consumer<Boolean> atEnd;
    private final HttpHeaders headers =
            DefaultHttpHeadersFactory.headersFactory().newHeaders();
    private @Nullable Runnable cancel;
    private @Nullable Runnable writable;
    private boolean gone;
    private boolean ended;

    /**
     * Creates the answer of a request.
     *
     * @param chunked whether the client understands chunks; else the end of the connection ends the answer
     * @param atEnd told on the loop, once: {@code true} when the answer is written whole, {@code false} when it cannot be
     */
    ResponseChannel(
            ChannelHandlerContext context,
            RequestLog log,
            HttpMethod method,
            boolean chunked,
            Consumer<Boolean> atEnd) {
        this.loop = new OrderedLoop(context.channel());
        this.context = context;
        this.log = log;
        this.method = method;
        this.chunked = chunked;
        this.atEnd = atEnd;
    }

    OrderedLoop loop() {
        return loop;
    }

    /** Sets a header of the answer, before it begins; characters that a header must not have become question marks. */
    void header(String name, String value) {
        String clean = UNPRINTABLE.matcher(value).replaceAll("?");
        loop.run(() -> headers.set(name, clean));
    }

    /** The headers of the answer, before it begins. Touched on the loop only. */
    HttpHeaders headers() {
        return headers;
    }

    /** Writes a whole answer. */
    void answer(int status, String contentType, byte[] bytes) {
        loop.run(() -> {
            ByteBuf body = method.equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
            fill(response, contentType);
            if (status != 204 && status != 304) {
                response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
            }
            log.sent(bytes.length);
            last(response);
        });
    }

    /** Begins an answer of pieces with status 200. */
    void begin(String contentType) {
        loop.run(() -> {
            var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            fill(response, contentType);
            response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
            response.headers().set("x-accel-buffering", "no");
            if (chunked) {
                response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            } else {
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            if (!gone) {
                context.writeAndFlush(response);
            }
        });
    }

    private void fill(HttpResponse response, String contentType) {
        log.status(response.status().code());
        response.headers().set(headers);
        if (!contentType.isEmpty()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        response.headers().set("x-llmrouter-request-id", log.requestId());
    }

    /** Writes a piece. */
    void write(byte[] bytes) {
        if (bytes.length > 0) {
            loop.run(bytes.length, () -> {
                if (!gone) {
                    log.sent(bytes.length);
                    context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
                }
            });
        }
    }

    /** Ends an answer of pieces. */
    void finish() {
        loop.run(() -> last(LastHttpContent.EMPTY_LAST_CONTENT));
    }

    private void last(Object message) {
        if (!gone && !ended) {
            ended = true;
            context.writeAndFlush(message).addListener(written -> close(written.isSuccess()));
        }
    }

    private void close(boolean whole) {
        if (!gone) {
            gone = true;
            Runnable unheard = whole ? null : cancel;
            cancel = null;
            atEnd.accept(whole);
            if (unheard != null) {
                unheard.run();
            }
        }
    }

    /** Whether the client takes more: if not, a writer is told when it does. */
    boolean isWritable() {
        return loop.isWritable();
    }

    void whenWritable(Runnable task) {
        loop.run(() -> writable = task);
        loop.whenDrained(task);
    }

    /** Has a call cancelled once nobody hears its answer; at once if nobody does already. */
    void whenGone(@Nullable Runnable task) {
        loop.run(() -> {
            if (!gone) {
                cancel = task;
            } else if (task != null) {
                task.run();
            }
        });
    }

    /** The connection can take more. Called on the loop. */
    void onWritable() {
        if (writable != null) {
            writable.run();
        }
    }

    /** The connection is closed. Called on the loop. */
    void onClosed() {
        close(false);
    }
}
