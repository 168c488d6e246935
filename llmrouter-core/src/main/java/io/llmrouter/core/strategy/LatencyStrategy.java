package io.llmrouter.core.strategy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Chooses the candidate with the lowest moving average of its latency.
 *
 * <p>A candidate without one is tried first, once: were it tried until its first answer came, a slow model would meanwhile
 * get all requests. After that it has the same chance of being explored as the others.
 */
final class LatencyStrategy implements RoutingStrategy {
    private final double exploration;
    private final RandomGenerator random;
    private final Set<String> tried = ConcurrentHashMap.newKeySet();

    LatencyStrategy(double exploration, RandomGenerator random) {
        this.exploration = exploration;
        this.random = random;
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        List<Candidate> candidates = context.candidates();
        Scores millis =
                Scores.of(candidates, candidate -> candidate.latencyMillis().orElse(Double.NaN));
        for (int i = 0; i < candidates.size(); i++) {
            if (!millis.isKnown(i) && tried.add(candidates.get(i).name())) {
                return millis.decision(i, "first try: its latency is not known yet");
            }
        }
        int fastest = millis.lowest();
        if (fastest < 0) {
            int idlest = Scores.of(candidates, Candidate::inFlight).lowest();
            return millis.decision(idlest, "no latency is known yet: fewest calls under way");
        }
        if (candidates.size() > 1 && random.nextDouble() < exploration) {
            int other = random.nextInt(candidates.size() - 1);
            return millis.decision(
                    other < fastest ? other : other + 1,
                    "exploring, as " + Figures.plain(exploration * 100) + " % of the requests do");
        }
        return millis.decision(fastest, "fastest: " + Math.round(millis.value(fastest)) + " ms");
    }
}
