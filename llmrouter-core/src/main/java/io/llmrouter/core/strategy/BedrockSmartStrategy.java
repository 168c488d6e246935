package io.llmrouter.core.strategy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chooses the preferred candidate of the message's tier.
 *
 * <p>If no candidate is preferred, the tier chooses by price: the harder the message looks, the dearer the model. A model of
 * unknown price is then chosen only if all are.
 */
final class BedrockSmartStrategy implements RoutingStrategy {
    private final Map<QueryTier, List<String>> preferred;

    BedrockSmartStrategy(Map<QueryTier, List<String>> preferred) {
        this.preferred = Map.copyOf(preferred);
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        QueryTier tier = QueryTier.of(QueryText.of(context.query()));
        for (String model : preferred.getOrDefault(tier, List.of())) {
            if (context.candidate(model).isPresent()) {
                return RoutingDecision.of(model, tier.label() + " query: preferred for it");
            }
        }
        return byPrice(context.candidates(), tier);
    }

    private static RoutingDecision byPrice(List<Candidate> candidates, QueryTier tier) {
        Scores prices = Scores.of(candidates, candidate -> ModelPrice.usdPerMillion(candidate.info()));
        List<Integer> cheapestFirst = IntStream.range(0, candidates.size())
                .filter(prices::isKnown)
                .boxed()
                .sorted(Comparator.comparingDouble(prices::value))
                .toList();
        if (cheapestFirst.isEmpty()) {
            return prices.decision(
                    0, tier.label() + " query, no model is preferred and no price known: the first model");
        }
        int place = (int) Math.round(tier.priceRank() * (cheapestFirst.size() - 1));
        return prices.decision(
                cheapestFirst.get(place),
                tier.label() + " query, no model is preferred: price " + (place + 1) + " of " + cheapestFirst.size());
    }
}
