package io.llmrouter.learned.strategy;

import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.learned.difficulty.DifficultyModel;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the preferred candidate of the query's tier; of a tier without one, that of the next harder tier, then of the
 * easier ones. If no candidate is preferred at all, prices decide: the harder the query, the dearer the model. The score of
 * a decision is the price in USD per million tokens in and out.
 */
final class ComplexityStrategy implements RoutingStrategy {
    private final DifficultyModel model;
    private final TierBounds bounds;
    private final Map<Tier, List<String>> preferred;

    ComplexityStrategy(DifficultyModel model, TierBounds bounds, Map<Tier, List<String>> preferred) {
        this.model = model;
        this.bounds = bounds;
        this.preferred = Map.copyOf(preferred);
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        double difficulty = model.difficulty(context.query());
        double rank = model.rank(difficulty);
        Tier tier = bounds.of(rank);
        String found = String.format(
                Locale.ROOT,
                "difficulty %.2f, above %.0f %% of the training queries: tier %s",
                difficulty,
                100 * rank,
                tier.label());
        List<Considered> considered = considered(context);
        for (Tier asked : tier.nearest()) {
            for (String name : preferred.getOrDefault(asked, List.of())) {
                if (context.candidate(name).isPresent()) {
                    String whose = asked == tier ? "" : ", none of its own, so of tier " + asked.label();
                    return RoutingDecision.of(name, found + whose, considered);
                }
            }
        }
        return byPrice(context, tier, found, considered);
    }

    private static RoutingDecision byPrice(
            RoutingContext context, Tier tier, String found, List<Considered> considered) {
        List<Considered> cheapestFirst = considered.stream()
                .filter(candidate -> candidate.score() != null)
                .sorted(Comparator.comparingDouble(ComplexityStrategy::score))
                .toList();
        if (cheapestFirst.isEmpty()) {
            return RoutingDecision.of(
                    context.candidates().get(0).name(),
                    found + ", no tiers and no prices: the first model",
                    considered);
        }
        int place = (int) Math.round(tier.priceRank() * (cheapestFirst.size() - 1));
        return RoutingDecision.of(
                cheapestFirst.get(place).model(),
                found + ", price " + (place + 1) + " of " + cheapestFirst.size(),
                considered);
    }

    private static double score(Considered candidate) {
        Double score = candidate.score();
        return score == null ? Double.MAX_VALUE : score;
    }

    private static List<Considered> considered(RoutingContext context) {
        return context.candidates().stream()
                .map(candidate -> new Considered(candidate.name(), price(candidate), null))
                .toList();
    }

    private static @Nullable Double price(Candidate candidate) {
        Prices prices = candidate.info().prices();
        return prices.input() == null || prices.output() == null
                ? null
                : Double.valueOf(prices.input().add(prices.output()).doubleValue());
    }
}
