package io.llmrouter.api.spi;

import java.util.Set;

/**
 * Makes routing strategies of one kind; found through {@link java.util.ServiceLoader}.
 *
 * <p>A strategy is chosen by {@code router.strategy}, compared without regard to case. An application's strategy takes
 * precedence over a built-in one of the same name.
 */
public interface RoutingStrategyProvider {

    /** The name in the configuration, such as {@code round_robin}. */
    String name();

    /** Other names for it. */
    default Set<String> aliases() {
        return Set.of();
    }

    /**
     * Makes the strategy.
     *
     * @throws io.llmrouter.api.error.ConfigurationException if the settings do not suffice
     */
    RoutingStrategy create(StrategyConfig config);
}
