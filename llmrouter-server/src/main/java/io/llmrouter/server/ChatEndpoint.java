package io.llmrouter.server;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.Tab;
import io.llmrouter.wire.WireFormat;
import io.llmrouter.wire.WireFormat.ReceivedRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Answers chats in one wire format, whole or as a stream. */
final class ChatEndpoint implements Endpoint {
    /** Larger bodies are read on another thread: to parse a megabyte takes milliseconds. */
    static final int LARGE_BODY = 128 * 1024;

    private final ServerContext context;
    private final WireFormat format;
    private final ChatRules rules;
    private final boolean prefixed;

    /**
     * Creates the endpoint.
     *
     * @param prefixed whether answers show their model's name where the configuration wants it
     */
    ChatEndpoint(ServerContext context, WireFormat format, boolean prefixed) {
        this.context = context;
        this.format = format;
        this.rules = new ChatRules(context);
        this.prefixed = prefixed;
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.errorsAs(format);
        if (exchange.body().length < LARGE_BODY) {
            start(exchange, format.decodeRequest(exchange.body()));
            return;
        }
        context.workers().execute(() -> {
            try {
                ReceivedRequest received = format.decodeRequest(exchange.body());
                exchange.channel().loop().run(() -> exchange.guarded(() -> start(exchange, received)));
            } catch (RuntimeException refused) {
                exchange.fail(refused);
            }
        });
    }

    private void start(Exchange exchange, ReceivedRequest received) {
        exchange.body(new byte[0]);
        ChatRequest request = rules.admitted(
                CallHeaders.applyTo(received.request(), exchange.requestHeaders()),
                exchange.client(),
                exchange.id(),
                exchange.trace().orElse(null));
        context.gate().pass(exchange, request, tab -> begin(exchange, received, request, tab));
    }

    private void begin(Exchange exchange, ReceivedRequest received, ChatRequest request, Tab tab) {
        if (received.stream()) {
            var answer = new SseAnswer(context, exchange, format, received.streamUsage());
            var sink = prefixed ? rules.withPrefix(request, answer) : answer;
            answer.enter(() -> context.router().stream(request, SettlingSink.of(sink, tab))::cancel, tab);
        } else {
            new WholeAnswer(exchange, request, tab).enter();
        }
    }

    /** One answer that is not streamed. */
    private final class WholeAnswer {
        private final Exchange exchange;
        private final ChatRequest request;
        private final Tab tab;
        private final AdmittedCall call;

        WholeAnswer(Exchange exchange, ChatRequest request, Tab tab) {
            this.exchange = exchange;
            this.request = request;
            this.tab = tab;
            this.call =
                    new AdmittedCall(context.admission(), exchange.channel().loop(), this::open, exchange::fail, tab);
        }

        void enter() {
            call.enter();
            exchange.whenGone(call::cancel);
        }

        private Runnable open() {
            CompletableFuture<ChatResponse> answer = context.router().chatAsync(request);
            answer.whenComplete((response, failure) -> {
                call.ended();
                Throwable cause = Settlement.cause(failure);
                Settlement.settle(tab, response == null ? null : response.routing(), cause);
                if (cause instanceof LlmRouterException known) {
                    context.metrics().failed(known);
                }
                if (!answer.isCancelled()) { // else nobody waits for it any more
                    exchange.guarded(() -> tell(response, cause));
                }
            });
            return () -> answer.cancel(true);
        }

        private void tell(@Nullable ChatResponse response, @Nullable Throwable failure) {
            if (response != null) {
                RoutingReport report = response.routing();
                int attempts = report.attempts().size();
                context.metrics().routed(report);
                exchange.log().routed(report, attempts);
                ReportHeaders.set(exchange.channel(), report, attempts);
                boolean shown = prefixed && rules.showsPrefix(request);
                ChatResponse whole = shown ? new ModelPrefix(context.router()).applyTo(response) : response;
                exchange.json(200, format.encodeResponse(whole));
                return;
            }
            if (failure != null) {
                exchange.fail(failure);
            }
        }
    }
}
