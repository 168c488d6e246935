package io.llmrouter.bedrock;

import io.llmrouter.api.AsyncChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;

/** One model on Bedrock. */
final class BedrockModel implements AsyncChatModel, AutoCloseable {
    private final BedrockSettings settings;
    private final BedrockClient client;
    private final BedrockErrors errors;
    private final ConverseRequests requests;
    private final ExecutorService executor;

    /**
     * Creates the model.
     *
     * @param executor where calls begin, because finding credentials may block, and where answers arrive
     */
    BedrockModel(BedrockSettings settings, BedrockClient client, BedrockErrors errors, ExecutorService executor) {
        this.settings = settings;
        this.client = client;
        this.errors = errors;
        this.requests = new ConverseRequests(settings);
        this.executor = executor;
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        var answer = new CompletableFuture<ChatResponse>();
        try {
            executor.execute(() -> converse(request, answer));
        } catch (RejectedExecutionException closed) {
            answer.completeExceptionally(closed());
        }
        return answer;
    }

    @Override
    public StreamHandle stream(ChatRequest request, StreamingSink sink) {
        BedrockClient.Ticket ticket = client.nextTicket(request);
        var call = new ConverseStreamCall(settings.modelId(), sink, failure -> failed(failure, ticket), executor);
        try {
            executor.execute(() -> converseStream(request, call, ticket));
        } catch (RejectedExecutionException closed) {
            call.fail(closed());
        }
        return call;
    }

    @Override
    public List<String> unsupported(ChatRequest request) {
        return requests.unsupported(request);
    }

    /** Cancels what is under way. */
    @Override
    public void close() {
        client.close();
        executor.shutdown();
    }

    @Override
    public String toString() {
        return "BedrockModel[" + settings.name() + ", " + settings.modelId() + "]";
    }

    private void converse(ChatRequest request, CompletableFuture<ChatResponse> answer) {
        if (answer.isDone()) {
            return;
        }
        try {
            BedrockClient.Ticket ticket = client.nextTicket(request);
            ConverseRequest converse = requests.of(request).toBuilder()
                    .overrideConfiguration(config -> stamp(config, ticket, request))
                    .build();
            var call = client.get().converse(converse);
            Futures.whenDone(answer, (response, failure) -> call.cancel(true));
            Futures.whenDone(
                    call.thenApply(response -> ConverseResponses.of(response, settings.modelId())),
                    (response, failure) -> {
                        if (failure == null) {
                            answer.complete(response);
                        } else {
                            answer.completeExceptionally(failed(failure, ticket));
                        }
                    });
        } catch (RuntimeException | LinkageError failure) {
            answer.completeExceptionally(errors.of(failure));
        }
    }

    private void converseStream(ChatRequest request, ConverseStreamCall call, BedrockClient.Ticket ticket) {
        call.begin(handler -> {
            ConverseStreamRequest converse = ConverseRequests.streamed(requests.of(request)).toBuilder()
                    .overrideConfiguration(config -> stamp(config, ticket, request))
                    .build();
            return client.get().converseStream(converse, handler);
        });
    }

    private static void stamp(
            AwsRequestOverrideConfiguration.Builder config, BedrockClient.Ticket ticket, ChatRequest request) {
        ticket.stamp(config);
        request.trace().ifPresent(trace -> {
            config.putHeader("traceparent", trace.traceparent());
            if (!trace.tracestate().isEmpty()) {
                config.putHeader("tracestate", trace.tracestate());
            }
        });
    }

    private LlmRouterException failed(Throwable failure, BedrockClient.Ticket ticket) {
        LlmRouterException error = errors.of(failure);
        ticket.failed(error);
        return error;
    }

    private static CancelledException closed() {
        return new CancelledException(ErrorFacts.because("The model is closed")
                .provider(BedrockProvider.NAME)
                .build());
    }
}
