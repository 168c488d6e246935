package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.StrategyConfig;

/** {@code smallest_llm}: the model with the fewest parameters, as its name, id or description says. */
public final class SmallestLlmStrategyProvider implements RoutingStrategyProvider {
    @Override
    public String name() {
        return "smallest_llm";
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        return new SizeStrategy(SizeStrategy.End.SMALLEST, config.models());
    }
}
