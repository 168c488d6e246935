package io.llmrouter.learned.strategy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import org.jspecify.annotations.Nullable;

/** A strategy that predicts from a query, and from the query's vector where its router was trained with an encoder. */
interface PredictingStrategy extends RoutingStrategy {
    /**
     * Chooses, without blocking.
     *
     * @param vector the query's vector; {@code null} for a router without an encoder
     */
    RoutingDecision decide(RoutingContext context, float @Nullable [] vector);

    @Override
    default RoutingDecision decide(RoutingContext context) {
        return decide(context, null);
    }

    /**
     * Chooses where there is no prediction: the best model on average.
     *
     * @param why for people
     */
    RoutingDecision decideWithout(RoutingContext context, String why);
}
