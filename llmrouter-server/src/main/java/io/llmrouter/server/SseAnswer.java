package io.llmrouter.server;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.Tab;
import io.llmrouter.wire.StreamEncoder;
import io.llmrouter.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer as server-sent events.
 *
 * <p>Its head waits for the first piece, so that a call that fails before has its proper status; only a long silence
 * sends it earlier, with a comment that keeps the connection open.
 */
final class SseAnswer implements StreamingSink {
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

    private final ServerContext context;
    private final Exchange exchange;
    private final WireFormat format;
    private final boolean usage;
    private final KeepAlive keepAlive;
    private @Nullable AdmittedCall call;
    private @Nullable StreamEncoder encoder;
    private @Nullable Flow flow;
    private volatile boolean begun;
    private @Nullable LlmRouterException restart;

    SseAnswer(ServerContext context, Exchange exchange, WireFormat format, boolean usage) {
        this.context = context;
        this.exchange = exchange;
        this.format = format;
        this.usage = usage;
        this.keepAlive = new KeepAlive(
                exchange.channel().loop(), context.config().timeouts().keepAlive(), this::keepAlive);
    }

    /** Asks for the call's turn; {@code open} begins it and says how to cancel it. */
    void enter(Supplier<Runnable> open, Tab tab) {
        var admitted = new AdmittedCall(context.admission(), exchange.channel().loop(), open, exchange::fail, tab);
        call = admitted;
        admitted.enter();
        keepAlive.start();
        exchange.whenGone(() -> {
            keepAlive.stop();
            admitted.cancel();
        });
    }

    private void keepAlive() {
        begin();
        exchange.channel().write(KEEP_ALIVE);
    }

    private synchronized void begin() {
        if (!begun) {
            begun = true;
            exchange.begin("text/event-stream; charset=utf-8");
        }
    }

    @Override
    public void onStart(StreamHandle handle) {
        var held = new Flow(handle, exchange.channel()::isWritable);
        flow = held;
        exchange.channel().whenWritable(held::onWritable);
    }

    @Override
    public void onModel(RoutingReport soFar) {
        answering(soFar, soFar.attempts().size() + 1);
    }

    private StreamEncoder answering(RoutingReport report, int attempts) {
        exchange.log().routed(report, attempts);
        StreamEncoder known = encoder;
        if (known != null) {
            return known;
        }
        ReportHeaders.set(exchange.channel(), report, attempts);
        StreamEncoder made = format.streamEncoder(id(), report.model(), usage);
        encoder = made;
        begin();
        write(made.start());
        return made;
    }

    private String id() {
        return (format == context.openAi() ? "chatcmpl-" : "msg_") + exchange.id();
    }

    @Override
    public void onDelta(Delta delta) {
        if (encoder != null) {
            write(encoder.delta(delta));
        }
    }

    private void write(byte[] bytes) {
        keepAlive.written();
        exchange.channel().write(bytes);
        if (flow != null) {
            flow.written();
        }
    }

    /** No client of these formats can be told to forget what it has got. */
    @Override
    public void onRestart() {
        restart = ChatRules.restartUntold();
        throw restart;
    }

    @Override
    public void onComplete(ChatResponse response) {
        end();
        RoutingReport report = response.routing();
        context.metrics().routed(report);
        StreamEncoder out = answering(report, report.attempts().size());
        write(ReportHeaders.comment(report).getBytes(StandardCharsets.UTF_8));
        write(out.complete(response));
        exchange.channel().finish();
    }

    @Override
    public void onError(LlmRouterException error) {
        end();
        context.metrics().failed(error);
        LlmRouterException told = restart == null ? error : restart;
        synchronized (this) {
            if (!begun) {
                begun = true;
                exchange.fail(told);
                return;
            }
        }
        exchange.log().failed(told);
        StreamEncoder out = encoder == null ? format.streamEncoder(id(), "", false) : encoder;
        write(out.error(told));
        exchange.channel().finish();
    }

    private void end() {
        keepAlive.stop();
        if (call != null) {
            call.ended();
        }
    }
}
