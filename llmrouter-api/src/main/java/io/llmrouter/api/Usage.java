package io.llmrouter.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a call.
 *
 * @param inputTokens all tokens of the prompt, those read from and written to a cache included
 * @param outputTokens all tokens of the answer, thinking included
 * @param cacheReadTokens tokens of the prompt that came from the provider's cache
 * @param cacheWriteTokens tokens of the prompt that were written to the provider's cache
 * @param reasoningTokens tokens of the answer that were thinking
 * @param source whether the provider reported the numbers
 * @param details the provider's own usage object, if there was one
 */
public record Usage(
        long inputTokens,
        long outputTokens,
        long cacheReadTokens,
        long cacheWriteTokens,
        long reasoningTokens,
        Source source,
        @Nullable RawJson details) {
    /** Nothing is known. All numbers are 0 and mean nothing. */
    public static final Usage UNKNOWN = new Usage(0, 0, 0, 0, 0, Source.UNKNOWN, null);

    public Usage {
        Objects.requireNonNull(source, "source");
    }

    /** Usage as a provider reported it, without caching or thinking. */
    public static Usage reported(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, outputTokens, 0, 0, 0, Source.REPORTED, null);
    }

    /** Usage estimated by the router because the provider reported none. */
    public static Usage estimated(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, outputTokens, 0, 0, 0, Source.ESTIMATED, null);
    }

    public long totalTokens() {
        return inputTokens + outputTokens;
    }

    public boolean isKnown() {
        return source != Source.UNKNOWN;
    }

    /** Where the numbers come from. */
    public enum Source {
        /** The provider said so. */
        REPORTED,
        /** The router counted. */
        ESTIMATED,
        /** Nobody knows. */
        UNKNOWN
    }
}
