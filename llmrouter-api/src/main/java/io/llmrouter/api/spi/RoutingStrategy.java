package io.llmrouter.api.spi;

import io.llmrouter.api.Feedback;
import io.llmrouter.api.Gauge;
import io.llmrouter.api.RoutingDecision;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Chooses among the models that can take a request.
 *
 * <p>The router has already left out the models that cannot: too small a context, a missing capability. An
 * implementation MUST be safe for concurrent use and MUST choose one of {@link RoutingContext#candidates()}. A strategy
 * that implements {@link AutoCloseable} is closed with its router.
 */
public interface RoutingStrategy {

    /**
     * Chooses, blocking if it must. Called only where there are two candidates or more.
     *
     * <p>Where no call follows, this is what is asked; a strategy that answers calls itself says whom it would ask first.
     */
    RoutingDecision decide(RoutingContext context);

    /**
     * Learns how good an answer was. The default ignores it. Called once at most for a call, and MUST NOT block.
     *
     * @param model the configured name of the model that answered, which may be a fallback of the chosen one
     * @param feedback the score, with the id that {@link RoutingContext#requestId()} told
     */
    default void learn(String model, Feedback feedback) {}

    /** What it wants watched, as it is now; MUST NOT block. Shown at {@code /metrics}. The default has nothing. */
    default List<Gauge> gauges() {
        return List.of();
    }

    /** Chooses without blocking. The default decides on the caller's thread: override it if deciding waits. */
    default CompletionStage<RoutingDecision> decideAsync(RoutingContext context) {
        return CompletableFuture.completedFuture(decide(context));
    }

    /**
     * Chooses for a call that follows, without blocking, and may ask models on the way. The default asks none.
     *
     * @param calls asks them, as part of the call
     */
    default CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
        return decideAsync(context).thenApply(Routed::to);
    }
}
