package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.StrategyConfig;

/** {@code largest_llm}: the model with the most parameters, as its name, id or description says. */
public final class LargestLlmStrategyProvider implements RoutingStrategyProvider {
    @Override
    public String name() {
        return "largest_llm";
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        return new SizeStrategy(SizeStrategy.End.LARGEST, config.models());
    }
}
