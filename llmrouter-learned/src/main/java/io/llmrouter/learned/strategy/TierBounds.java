package io.llmrouter.learned.strategy;

import io.llmrouter.api.spi.Settings;
import java.util.EnumMap;
import java.util.Map;

/** Where each tier begins, as the share of the training queries that are easier. Immutable. */
record TierBounds(Map<Tier, Double> begins) {
    TierBounds {
        begins = Map.copyOf(begins);
    }

    /**
     * Reads {@code router.complexity}.
     *
     * @throws io.llmrouter.api.error.ConfigurationException if a bound is not from 0 to 1, or lies below that of an easier tier
     */
    static TierBounds read(Settings settings) {
        var begins = new EnumMap<Tier, Double>(Tier.class);
        double below = 0;
        for (Tier tier : Tier.values()) {
            double begin = Math.max(below, settings.number(tier.label()).orElse(tier.begins()));
            double given = settings.number(tier.label()).orElse(begin);
            if (!(given >= below && given <= 1)) {
                throw settings.problem(tier.label(), "a share from " + below + ", where the easier tier begins, to 1");
            }
            begins.put(tier, begin);
            below = begin;
        }
        return new TierBounds(begins);
    }

    /** The hardest tier that begins at that share or below. */
    Tier of(double rank) {
        Tier found = Tier.SIMPLE;
        for (Tier tier : Tier.values()) {
            found = rank >= begins.getOrDefault(tier, 1.0) ? tier : found;
        }
        return found;
    }
}
