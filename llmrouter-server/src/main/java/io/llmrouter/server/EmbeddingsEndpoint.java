package io.llmrouter.server;

import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.EmbeddingRequest;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.limits.Estimate;
import io.llmrouter.core.limits.Tab;
import io.llmrouter.core.limits.TokenEstimate;
import io.llmrouter.wire.EmbeddingFormat;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Answers requests for vectors in OpenAI's format. */
final class EmbeddingsEndpoint implements Endpoint {
    private final ServerContext context;
    private final ChatRules rules;

    EmbeddingsEndpoint(ServerContext context) {
        this.context = context;
        this.rules = new ChatRules(context);
    }

    @Override
    public void handle(Exchange exchange) {
        if (exchange.body().length < ChatEndpoint.LARGE_BODY) {
            start(exchange, EmbeddingFormat.decodeRequest(exchange.body()));
            return;
        }
        context.workers().execute(() -> {
            try {
                EmbeddingFormat.Received received = EmbeddingFormat.decodeRequest(exchange.body());
                exchange.channel().loop().run(() -> exchange.guarded(() -> start(exchange, received)));
            } catch (RuntimeException refused) {
                exchange.fail(refused);
            }
        });
    }

    private void start(Exchange exchange, EmbeddingFormat.Received received) {
        exchange.body(new byte[0]);
        String name = received.model();
        rules.check(exchange.client(), name);
        EmbeddingModel model = context.router().embeddingModel(name).orElseThrow(() -> Problem.noEmbeddingModel(name));
        var tags = new HashMap<String, String>();
        tags.put("request_id", exchange.id());
        tags.put(CallRecord.CLIENT_KEY, exchange.client().holder());
        EmbeddingRequest request = received.request().toBuilder()
                .tags(tags)
                .trace(exchange.trace().orElse(null))
                .build();
        context.gate().pass(exchange, estimate(name, request), tab -> {
            var call = new Answer(exchange, model, request, received.base64(), tab);
            call.admitted.enter();
            exchange.whenGone(call.admitted::cancel);
        });
    }

    private Estimate estimate(String name, EmbeddingRequest request) {
        long tokens = request.tokens().stream().mapToLong(List::size).sum();
        for (String text : request.texts()) {
            tokens += TokenEstimate.ofChars(text.length());
        }
        Usage usage = Usage.estimated(tokens, 0);
        BigDecimal usd = context.router().embeddingModels().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .flatMap(model -> model.prices().cost(usage))
                .orElse(null);
        return new Estimate(tokens, usd);
    }

    /** One answer. */
    private final class Answer {
        private final Exchange exchange;
        private final EmbeddingModel model;
        private final EmbeddingRequest request;
        private final boolean base64;
        private final Tab tab;
        private final AdmittedCall admitted;

        Answer(Exchange exchange, EmbeddingModel model, EmbeddingRequest request, boolean base64, Tab tab) {
            this.exchange = exchange;
            this.model = model;
            this.request = request;
            this.base64 = base64;
            this.tab = tab;
            this.admitted =
                    new AdmittedCall(context.admission(), exchange.channel().loop(), this::open, exchange::fail, tab);
        }

        private Runnable open() {
            CompletableFuture<EmbeddingResponse> answer = model.embedAsync(request);
            answer.whenComplete((response, failure) -> {
                admitted.ended();
                Throwable cause = Settlement.cause(failure);
                Settlement.settle(
                        tab,
                        response == null ? null : response.routingIfRouted().orElse(null),
                        cause);
                exchange.guarded(() -> tell(response, cause));
            });
            return () -> answer.cancel(true);
        }

        private void tell(@Nullable EmbeddingResponse response, @Nullable Throwable failure) {
            if (response != null) {
                response.routingIfRouted().ifPresent(report -> {
                    int attempts = report.attempts().size();
                    context.metrics().routed(report);
                    exchange.log().routed(report, attempts);
                    ReportHeaders.set(exchange.channel(), report, attempts);
                });
                exchange.json(200, EmbeddingFormat.encodeResponse(response, base64));
            } else if (failure != null) {
                if (failure instanceof LlmRouterException known) {
                    context.metrics().failed(known);
                }
                exchange.fail(failure);
            }
        }
    }
}
