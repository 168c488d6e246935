package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.StrategyConfig;
import java.util.Set;

/**
 * {@code latency}: the model that has answered fastest of late.
 *
 * <p>Setting: {@code exploration}, the share of requests (0 to 1) that go to another model, so that one that has become
 * faster is noticed; 0.05 if not set.
 */
public final class LatencyStrategyProvider implements RoutingStrategyProvider {
    private static final double EXPLORATION = 0.05;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("fastest");
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        double exploration = Checks.number(config.settings(), "exploration", EXPLORATION, 0, 1);
        return new LatencyStrategy(exploration, config.random());
    }
}
