package io.llmrouter.server;

import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.EmbeddingRequest;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.wire.EmbeddingFormat;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
        tags.put("client", exchange.client().holder());
        EmbeddingRequest request = received.request().toBuilder()
                .tags(tags)
                .trace(exchange.trace().orElse(null))
                .build();
        var call = new Answer(exchange, model, request, received.base64());
        call.admitted.enter();
        exchange.whenGone(call.admitted::cancel);
    }

    /** One answer. */
    private final class Answer {
        private final Exchange exchange;
        private final EmbeddingModel model;
        private final EmbeddingRequest request;
        private final boolean base64;
        private final AdmittedCall admitted;

        Answer(Exchange exchange, EmbeddingModel model, EmbeddingRequest request, boolean base64) {
            this.exchange = exchange;
            this.model = model;
            this.request = request;
            this.base64 = base64;
            this.admitted =
                    new AdmittedCall(context.admission(), exchange.channel().loop(), this::open, exchange::fail);
        }

        private Runnable open() {
            CompletableFuture<EmbeddingResponse> answer = model.embedAsync(request);
            answer.whenComplete((response, failure) -> {
                admitted.ended();
                exchange.guarded(() -> tell(response, failure));
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
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                if (cause instanceof LlmRouterException known) {
                    context.metrics().failed(known);
                }
                exchange.fail(cause);
            }
        }
    }
}
