package io.llmrouter.core.strategy;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.spi.ModelCalls;
import io.llmrouter.api.spi.Routed;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.memory.Recollection;
import io.llmrouter.core.memory.RoutingMemory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the model that a language model names.
 *
 * <p>It never fails: where the language model does, or names no candidate, the default is chosen and the reason says so.
 * Cancelling the future of {@link #decideAsync} cancels the call of the language model.
 *
 * <p>Only what the language model decided itself is remembered: a default that is shown as a past choice would confirm
 * itself.
 */
final class LlmStrategy implements RoutingStrategy {
    private final ChatModel routingModel;
    private final Duration timeout;
    private final boolean tagOverride;
    private final DefaultModel defaultModel;
    private final RoutingMemory memory;

    LlmStrategy(
            ChatModel routingModel,
            Duration timeout,
            boolean tagOverride,
            DefaultModel defaultModel,
            RoutingMemory memory) {
        this.routingModel = routingModel;
        this.timeout = timeout;
        this.tagOverride = tagOverride;
        this.defaultModel = defaultModel;
        this.memory = memory;
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        CompletableFuture<RoutingDecision> decision = decideAsync(context);
        try {
            return decision.get();
        } catch (InterruptedException interrupted) {
            decision.cancel(true);
            Thread.currentThread().interrupt();
            throw CancelledException.byCaller();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("A decision fell through all its defaults", impossible);
        }
    }

    @Override
    public CompletableFuture<RoutingDecision> decideAsync(RoutingContext context) {
        return decide(context, ChatModel::chatAsync);
    }

    @Override
    public CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
        return decide(context, calls).thenApply(Routed::to);
    }

    private CompletableFuture<RoutingDecision> decide(RoutingContext context, ModelCalls calls) {
        if (tagOverride) {
            Optional<String> tagged = ModelTag.find(context);
            if (tagged.isPresent()) {
                return CompletableFuture.completedFuture(
                        RoutingDecision.of(tagged.get(), "the message names it in brackets"));
            }
        }
        Duration patience = patience(context);
        Recollection recollection = memory.recall(context);
        CompletableFuture<ChatResponse> call;
        try {
            call = calls.ask(routingModel, RoutingPrompt.request(context, recollection.similar(), patience));
        } catch (RuntimeException failure) {
            return CompletableFuture.completedFuture(failed(context, failure));
        }
        return await(call, context, recollection, patience);
    }

    private CompletableFuture<RoutingDecision> await(
            CompletableFuture<ChatResponse> call,
            RoutingContext context,
            Recollection recollection,
            Duration patience) {
        CompletableFuture<RoutingDecision> decision = call.handle((response, failure) ->
                failure == null ? understood(context, recollection, response) : failed(context, failure));
        CompletableFuture<@Nullable Void> timer = new CompletableFuture<@Nullable Void>()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
        // Off the timer's thread, which all timers of the JVM share: whatever awaits the decision goes on right there.
        var unusedTimeout = timer.thenRunAsync(() -> decision.complete(late(context, patience)));
        var unusedEnd = decision.whenComplete((decided, failure) -> {
            timer.cancel(false);
            call.cancel(true);
        });
        return decision;
    }

    private Duration patience(RoutingContext context) {
        Duration deadline = context.request().deadline().orElse(timeout);
        return deadline.compareTo(timeout) < 0 ? deadline : timeout;
    }

    private RoutingDecision understood(RoutingContext context, Recollection recollection, ChatResponse response) {
        List<String> named = RoutingAnswer.namedModels(response.text(), context.candidates());
        return switch (named.size()) {
            case 0 ->
                defaultModel.decide(
                        context,
                        response.text().isBlank()
                                ? "the routing model answered without text"
                                : "the routing model answered something that names no candidate");
            case 1 -> {
                recollection.remember(named.get(0));
                yield RoutingDecision.of(named.get(0), "the routing model named it");
            }
            default -> defaultModel.decide(context, "the routing model named " + named.size() + " candidates");
        };
    }

    private RoutingDecision late(RoutingContext context, Duration patience) {
        return defaultModel.decide(context, "the routing model did not answer within " + patience.toMillis() + " ms");
    }

    private RoutingDecision failed(RoutingContext context, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String name = cause.getClass().getName();
        String simpleName = name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
        return defaultModel.decide(context, "the routing model failed (" + simpleName + ")");
    }
}
