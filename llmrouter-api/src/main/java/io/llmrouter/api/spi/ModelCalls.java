package io.llmrouter.api.spi;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Asks models on behalf of a call that a strategy decides on.
 *
 * <p>Every question is an attempt of that call: the models' limits, circuits and timeouts and the caller's budgets hold
 * for it, and the call's report has its tokens and its cost. It ends with the call, and once the strategy has decided.
 * Safe for concurrent use.
 */
@FunctionalInterface
public interface ModelCalls {

    /**
     * Asks a model, without blocking.
     *
     * <p>A question is retried as any call of its model, as far as {@link ChatRequest#options()} does not say otherwise,
     * and never falls back to another model. The future fails with an {@link
     * io.llmrouter.api.error.LlmRouterException}; cancelling it cancels the question.
     *
     * @param model one of {@link StrategyConfig#model} or {@link StrategyConfig#connect}; of another one the router knows
     *     neither limits nor cost
     * @param request what to ask; who asks is added by the router
     */
    CompletableFuture<ChatResponse> ask(ChatModel model, ChatRequest request);
}
