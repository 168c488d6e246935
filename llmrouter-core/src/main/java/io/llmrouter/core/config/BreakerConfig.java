package io.llmrouter.core.config;

import java.time.Duration;

/**
 * The section {@code resilience.breaker}: when a model that fails is left alone, and for how long.
 *
 * @param enabled whether there is a circuit breaker
 * @param failures as many failures in a row, each within the window of the one before, open the circuit
 * @param failureRate the share of failures in the window that opens it, from 0 to 1
 * @param minCalls the calls that the window must hold for the share to count
 * @param window how far back calls count
 * @param open how long the circuit stays open before one call probes the model; doubled by each probe that fails
 * @param maxOpen the longest time between two probes
 */
public record BreakerConfig(
        boolean enabled,
        int failures,
        double failureRate,
        int minCalls,
        Duration window,
        Duration open,
        Duration maxOpen) {
    /** What holds where the configuration says nothing. */
    public static final BreakerConfig DEFAULT =
            new BreakerConfig(true, 5, 0.5, 20, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(20));
}
