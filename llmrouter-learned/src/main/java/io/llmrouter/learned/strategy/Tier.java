package io.llmrouter.learned.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How hard a query is among others; the hardest last. The names are those of {@code router.tiers}. */
enum Tier {
    SIMPLE(0, 0),
    STANDARD(0.25, 1 / 3.0),
    REASONING(0.5, 2 / 3.0),
    DEEP(0.75, 1);

    private final double begins;
    private final double priceRank;

    Tier(double begins, double priceRank) {
        this.begins = begins;
        this.priceRank = priceRank;
    }

    /** Where its models stand among all in the order of their prices, from 0 for the cheapest to 1 for the dearest. */
    double priceRank() {
        return priceRank;
    }

    /** The tier itself, the harder ones from the nearest on, then the easier ones. */
    List<Tier> nearest() {
        List<Tier> all = List.of(values());
        int at = all.indexOf(this);
        var order = new ArrayList<>(all.subList(at, all.size()));
        for (int i = at - 1; i >= 0; i--) {
            order.add(all.get(i));
        }
        return order;
    }

    /** The share of the training queries that are easier than the tier's, where the configuration does not say. */
    double begins() {
        return begins;
    }

    /** The name in the configuration. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
