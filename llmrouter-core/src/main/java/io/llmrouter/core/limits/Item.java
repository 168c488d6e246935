package io.llmrouter.core.limits;

import io.llmrouter.api.spi.LimitStore.Claim;

/**
 * A claim and what it counts.
 *
 * @param unit what is counted
 * @param whose whose limit it is, such as {@code key alice}, for people
 * @param claim the claim
 */
public record Item(Unit unit, String whose, Claim claim) {

    /** What is counted. */
    public enum Unit {
        /** Requests per minute. */
        REQUESTS,
        /** Tokens per minute. */
        TOKENS,
        /** Requests under way at a time. */
        CALLS,
        /** Billionths of a dollar per day or month. */
        MONEY
    }
}
