package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A call whose answer comes whole. */
class PlainCall extends Call {
    private final CallFuture<ChatResponse> result = new CallFuture<>(this::giveUp);

    PlainCall(CallContext context, ChatRequest request) {
        super(context, request);
    }

    final CompletableFuture<ChatResponse> result() {
        return result;
    }

    @Override
    final AttemptRun newRun(Member member, ChatRequest shaped, Admission.Permit permit, Duration waited) {
        return new PlainRun(this, member, shaped, permit, waited);
    }

    @Override
    final void tellAnswer(ChatResponse response) {
        result.complete(response);
    }

    @Override
    final void tellError(LlmRouterException error) {
        result.fail(error);
    }
}
