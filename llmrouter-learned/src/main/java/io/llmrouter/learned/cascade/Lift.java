package io.llmrouter.learned.cascade;

import io.llmrouter.learned.cascade.CascadeEvaluation.Result;

/** The incremental benefit per cost (AutoMix, Aggarwal et al., 2024). */
final class Lift {
    private Lift() {}

    /** The gain per cost above the small model, relative to that of the large one: (ibc - base) / base. */
    static double of(Result mixed, Result small, Result large) {
        double base = slope(large, small);
        double own = slope(mixed, small);
        return base > 0 ? (own - base) / base : Double.NaN;
    }

    /** Gain per cost; {@link Double#NaN} if there is no cost. */
    private static double slope(Result result, Result small) {
        double cost = result.cost() - small.cost();
        return cost > 0 ? (result.quality() - small.quality()) / cost : Double.NaN;
    }
}
