package io.llmrouter.core.strategy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Draws a candidate with a probability proportional to its weight. */
final class RandomStrategy implements RoutingStrategy {
    static final double WEIGHT_IF_UNSET = 1;

    private final Map<String, Double> weights;
    private final RandomGenerator random;

    RandomStrategy(Map<String, Double> weights, RandomGenerator random) {
        this.weights = Map.copyOf(weights);
        this.random = random;
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        List<Candidate> candidates = context.candidates();
        if (weights.isEmpty()) {
            String model = candidates.get(random.nextInt(candidates.size())).name();
            return RoutingDecision.of(model, "1 of " + candidates.size() + " with equal chances");
        }
        Scores scores = Scores.of(candidates, candidate -> weights.getOrDefault(candidate.name(), WEIGHT_IF_UNSET));
        double total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            total += scores.value(i);
        }
        if (total == 0) {
            return scores.decision(
                    random.nextInt(candidates.size()), "all that can take the request weigh 0: equal chances");
        }
        int drawn = draw(scores, candidates.size(), random.nextDouble() * total);
        return scores.decision(drawn, "weight " + Figures.plain(scores.value(drawn)) + " of " + Figures.rounded(total));
    }

    /** The candidate in whose stretch the point lies; never one of weight 0, also where rounding overshoots the end. */
    private static int draw(Scores weights, int size, double point) {
        double end = 0;
        int drawn = 0;
        for (int i = 0; i < size; i++) {
            if (weights.value(i) > 0) {
                drawn = i;
                end += weights.value(i);
                if (point < end) {
                    break;
                }
            }
        }
        return drawn;
    }
}
