package io.llmrouter.core.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code resilience.hedge}: when a second model is asked beside one that is slow.
 *
 * @param enabled whether that is ever done
 * @param after the time after which it is; {@code null} for the 95th percentile of the model's recent calls
 * @param budget the share of the model's calls that may be asked twice, from 0 to 1
 */
public record HedgeConfig(boolean enabled, @Nullable Duration after, double budget) {
    /** No call is asked twice. */
    public static final HedgeConfig OFF = new HedgeConfig(false, null, 0.05);

    static final String NEVER = "never";
    static final String USUAL = "p95";
}
