package io.llmrouter.cli.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * How a strategy did.
 *
 * @param strategy its name
 * @param outcomes the prompts, in order
 * @param elapsed for all of them
 */
record StrategyResult(String strategy, List<Outcome> outcomes, Duration elapsed) {
    long tokens() {
        return outcomes.stream().mapToLong(Outcome::tokens).sum();
    }

    BigDecimal cost() {
        return sum(Outcome::cost);
    }

    BigDecimal dearestCost() {
        return sum(Outcome::dearestCost);
    }

    /** What was saved against always using the dearest model, in percent. */
    long savedPercent() {
        double dearest = dearestCost().doubleValue();
        return dearest == 0 ? 0 : Math.round(100 * (1 - cost().doubleValue() / dearest));
    }

    long answeredBy(DemoModel model) {
        return outcomes.stream()
                .filter(outcome -> outcome.model().equals(model.name()))
                .count();
    }

    private BigDecimal sum(Function<Outcome, BigDecimal> amount) {
        return outcomes.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
