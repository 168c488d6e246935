package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.StrategyConfig;
import java.util.Set;

/** {@code round_robin}: the models take turns, in the order of the configuration. */
public final class RoundRobinStrategyProvider implements RoutingStrategyProvider {
    @Override
    public String name() {
        return "round_robin";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("round-robin");
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        return new RoundRobinStrategy();
    }
}
