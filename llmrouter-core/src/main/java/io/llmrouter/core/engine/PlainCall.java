package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A call whose answer comes whole. */
final class PlainCall extends Call {
    private final CompletableFuture<ChatResponse> result = new CompletableFuture<>();

    PlainCall(CallContext context, ChatRequest request) {
        super(context, request);
        result.whenComplete((response, failure) -> {
            if (result.isCancelled()) {
                giveUp();
            }
        });
    }

    CompletableFuture<ChatResponse> result() {
        return result;
    }

    @Override
    AttemptRun newRun(Entry entry, ChatRequest shaped, Duration waited) {
        return new PlainRun(this, entry, shaped, waited);
    }

    @Override
    void tellAnswer(ChatResponse response) {
        result.complete(response);
    }

    @Override
    void tellError(LlmRouterException error) {
        result.completeExceptionally(error);
    }
}
