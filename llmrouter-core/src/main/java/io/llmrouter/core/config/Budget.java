package io.llmrouter.core.config;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * An amount of money that may be spent.
 *
 * @param per who has it: each {@code user}, each {@code key}, each value of {@code tag:<name>}, or {@code all} together
 * @param usd how much, in USD
 * @param window when it begins anew
 */
public record Budget(String per, BigDecimal usd, Window window) {
    public Budget {
        Objects.requireNonNull(per, "per");
        Objects.requireNonNull(usd, "usd");
        Objects.requireNonNull(window, "window");
    }

    /** When a budget begins anew. */
    public enum Window {
        /** At midnight, UTC. */
        DAY,
        /** At midnight before the first day of a month, UTC. */
        MONTH
    }
}
