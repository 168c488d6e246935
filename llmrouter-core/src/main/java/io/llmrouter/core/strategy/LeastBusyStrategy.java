package io.llmrouter.core.strategy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chooses the candidate with the fewest calls under way, and draws among equals: a burst must not all hit the first. */
final class LeastBusyStrategy implements RoutingStrategy {
    private final RandomGenerator random;

    LeastBusyStrategy(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        List<Candidate> candidates = context.candidates();
        Scores inFlight = Scores.of(candidates, Candidate::inFlight);
        int chosen = inFlight.lowest();
        double fewest = inFlight.value(chosen);
        int equals = 1;
        for (int i = chosen + 1; i < candidates.size(); i++) {
            if (inFlight.value(i) == fewest && random.nextInt(++equals) == 0) {
                chosen = i;
            }
        }
        return inFlight.decision(chosen, "fewest calls under way: " + Figures.plain(fewest));
    }
}
