package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.StrategyConfig;
import java.util.Set;

/** {@code least_busy}: the model with the fewest calls under way. */
public final class LeastBusyStrategyProvider implements RoutingStrategyProvider {
    @Override
    public String name() {
        return "least_busy";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("least-busy");
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        return new LeastBusyStrategy(config.random());
    }
}
