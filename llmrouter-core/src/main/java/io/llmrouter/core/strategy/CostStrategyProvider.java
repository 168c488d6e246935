package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.StrategyConfig;
import java.util.Set;

/**
 * {@code cost}: the model that is expected to answer for the least money.
 *
 * <p>Setting: {@code expected_output_tokens}, how long an answer usually is; 500 if not set.
 */
public final class CostStrategyProvider implements RoutingStrategyProvider {
    private static final double EXPECTED_OUTPUT_TOKENS = 500;
    private static final double MOST_OUTPUT_TOKENS = 10_000_000;

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("cheapest");
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        return new CostStrategy(Checks.number(
                config.settings(), "expected_output_tokens", EXPECTED_OUTPUT_TOKENS, 0, MOST_OUTPUT_TOKENS));
    }
}
