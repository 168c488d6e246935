package io.llmrouter.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
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
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-llmrouter-request-id");
    private static final AsciiString NO_BUFFERING = AsciiString.cached("x-accel-buffering");
    private static final int FIRST_PIECE = 1_024;
    private static final int MOST_GATHERED = 16 * 1024;

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
    /** Pieces that are not sent yet. */
    private @Nullable ByteBuf gathered;

    private boolean sending;
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
    void header(CharSequence name, String value) {
        String clean = isPrintable(value) ? value : UNPRINTABLE.matcher(value).replaceAll("?");
        loop.run(() -> headers.set(name, clean));
    }

    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** The headers of the answer, before it begins. Touched on the loop only. */
    HttpHeaders headers() {
        return headers;
    }

    /** Writes a whole answer. */
    void answer(int status, String contentType, byte[] bytes) {
        loop.run(() -> {
            fill(status, contentType);
            if (status != 204 && status != 304) {
                headers.set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
            }
            log.sent(bytes.length);
            ByteBuf body = method.equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
            last(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(status),
                    body,
                    headers,
                    EmptyHttpHeaders.INSTANCE));
        });
    }

    /** Begins an answer of pieces with status 200. */
    void begin(String contentType) {
        loop.run(() -> {
            fill(HttpResponseStatus.OK.code(), contentType);
            headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
            headers.set(NO_BUFFERING, "no");
            if (chunked) {
                headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            } else {
                headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            if (!gone) {
                context.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, headers));
                sendSoon();
            }
        });
    }

    private void fill(int status, String contentType) {
        log.status(status);
        if (!contentType.isEmpty()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        headers.set(REQUEST_ID, log.requestId());
    }

    /** Writes a piece. It is sent together with what else the loop's present round brings. */
    void write(byte[] bytes) {
        if (bytes.length > 0) {
            loop.run(bytes.length, () -> {
                if (!gone && !ended) {
                    gather(bytes);
                }
            });
        }
    }

    private void gather(byte[] bytes) {
        ByteBuf whole = gathered;
        if (whole == null) {
            whole = context.alloc().buffer(Math.max(bytes.length, FIRST_PIECE));
            gathered = whole;
        }
        whole.writeBytes(bytes);
        if (whole.readableBytes() >= MOST_GATHERED) {
            send();
        } else {
            sendSoon();
        }
    }

    private void sendSoon() {
        if (!sending) {
            sending = true;
            context.executor().execute(() -> {
                sending = false;
                send();
            });
        }
    }

    private void send() {
        if (!gone && !ended) {
            ByteBuf whole = gathered;
            if (whole != null) {
                gathered = null;
                log.sent(whole.readableBytes());
                context.write(new DefaultHttpContent(whole));
            }
            context.flush();
        }
    }

    /** Ends an answer of pieces. */
    void finish() {
        loop.run(() -> {
            ByteBuf rest = gathered;
            if (rest == null || gone) {
                last(LastHttpContent.EMPTY_LAST_CONTENT);
            } else {
                gathered = null;
                log.sent(rest.readableBytes());
                last(new DefaultLastHttpContent(rest));
            }
        });
    }

    private void last(Object message) {
        if (!gone && !ended) {
            ended = true;
            context.writeAndFlush(message).addListener(written -> close(written.isSuccess()));
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void close(boolean whole) {
        if (!gone) {
            gone = true;
            if (gathered != null) {
                gathered.release();
                gathered = null;
            }
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
