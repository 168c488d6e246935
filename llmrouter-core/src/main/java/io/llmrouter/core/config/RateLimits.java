package io.llmrouter.core.config;

import org.jspecify.annotations.Nullable;

/**
 * How much a client or a model may do; {@code null} for no bound.
 *
 * @param requestsPerMinute the most requests in any minute
 * @param tokensPerMinute the most tokens, of prompts and answers together, in any minute
 * @param maxConcurrent the most requests under way at a time
 */
public record RateLimits(
        @Nullable Integer requestsPerMinute,
        @Nullable Integer tokensPerMinute,
        @Nullable Integer maxConcurrent) {
    /** No bounds. */
    public static final RateLimits NONE = new RateLimits(null, null, null);

    /** Whether nothing is bounded. */
    public boolean areAbsent() {
        return requestsPerMinute == null && tokensPerMinute == null && maxConcurrent == null;
    }
}
