package io.llmrouter.core.strategy;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the smallest or the largest candidate.
 *
 * <p>A candidate of unknown size is chosen only if no size is known: then the cheapest stands for the smallest and the
 * dearest for the largest, input and output price added.
 */
final class SizeStrategy implements RoutingStrategy {
    /** Which end of the scale is wanted. */
    enum End {
        SMALLEST("smallest", "cheapest"),
        LARGEST("largest", "dearest");

        private final String bySize;
        private final String byPrice;

        End(String bySize, String byPrice) {
            this.bySize = bySize;
            this.byPrice = byPrice;
        }

        int of(Scores scores) {
            return this == SMALLEST ? scores.lowest() : scores.highest();
        }
    }

    private final End end;
    private final Map<String, Double> billions = new HashMap<>();

    SizeStrategy(End end, List<ModelInfo> models) {
        this.end = end;
        models.forEach(model -> billions.put(model.name(), ModelSize.billions(model)));
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        List<Candidate> candidates = context.candidates();
        Scores sizes = Scores.of(candidates, candidate -> billions.getOrDefault(candidate.name(), Double.NaN));
        int bySize = end.of(sizes);
        if (bySize >= 0) {
            return sizes.decision(
                    bySize, end.bySize + ": " + Figures.plain(sizes.value(bySize)) + " billion parameters");
        }
        Scores prices = Scores.of(candidates, candidate -> ModelPrice.usdPerMillion(candidate.info()));
        int byPrice = end.of(prices);
        return byPrice >= 0
                ? prices.decision(byPrice, "no size is known: the " + end.byPrice)
                : prices.decision(0, "no size and no price is known: the first model");
    }
}
