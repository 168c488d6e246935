package io.llmrouter.core.strategy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.HashMap;
import java.util.Map;

/**
 * Chooses the candidate whose last turn is longest ago.
 *
 * <p>With the same candidates every time that is the order of the configuration. A counter modulo the candidates would
 * do the same, but favour some models where the candidates change from request to request.
 */
final class RoundRobinStrategy implements RoutingStrategy {
    private static final long NEVER = 0;

    private final Map<String, Long> lastTurns = new HashMap<>();
    private long turn = NEVER;

    @Override
    public RoutingDecision decide(RoutingContext context) {
        return RoutingDecision.of(
                next(context), "its turn among " + context.candidates().size());
    }

    private synchronized String next(RoutingContext context) {
        String next = context.candidates().get(0).name();
        long oldest = Long.MAX_VALUE;
        for (Candidate candidate : context.candidates()) {
            long last = lastTurns.getOrDefault(candidate.name(), NEVER);
            if (last < oldest) {
                oldest = last;
                next = candidate.name();
            }
        }
        lastTurns.put(next, ++turn);
        return next;
    }
}
