package io.llmrouter.api;

import java.math.BigDecimal;
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
 * @param billing what else decides the bill
 */
public record Usage(
        long inputTokens,
        long outputTokens,
        long cacheReadTokens,
        long cacheWriteTokens,
        long reasoningTokens,
        Source source,
        @Nullable RawJson details,
        Billing billing) {
    /** Nothing is known. All numbers are 0 and mean nothing. */
    public static final Usage UNKNOWN = new Usage(0, 0, 0, 0, 0, Source.UNKNOWN, null);

    public Usage {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(billing, "billing");
    }

    /** Usage of which all tokens are billed as usual. */
    public Usage(
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            long reasoningTokens,
            Source source,
            @Nullable RawJson details) {
        this(
                inputTokens,
                outputTokens,
                cacheReadTokens,
                cacheWriteTokens,
                reasoningTokens,
                source,
                details,
                Billing.USUAL);
    }

    /** Usage as a provider reported it, without caching or thinking. */
    public static Usage reported(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, outputTokens, 0, 0, 0, Source.REPORTED, null);
    }

    /** Usage estimated by the router because the provider reported none. */
    public static Usage estimated(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, outputTokens, 0, 0, 0, Source.ESTIMATED, null);
    }

    /** The same tokens, billed otherwise. */
    public Usage with(Billing other) {
        return new Usage(
                inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens, source, details, other);
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

    /**
     * What some providers bill apart.
     *
     * @param cacheWriteHourTokens of the tokens written to the cache, those that it keeps for an hour
     * @param inputAudioTokens of the prompt's tokens, those of sound
     * @param outputAudioTokens of the answer's tokens, those of sound
     * @param serviceTier the class of service that the provider gave, such as {@code flex}; {@code null} if it named none
     * @param cost what the provider itself says that the call cost, in USD; {@code null} if it says nothing
     */
    public record Billing(
            long cacheWriteHourTokens,
            long inputAudioTokens,
            long outputAudioTokens,
            @Nullable String serviceTier,
            @Nullable BigDecimal cost) {
        /** Nothing is billed apart. */
        public static final Billing USUAL = new Billing(0, 0, 0, null, null);

        /** The same in that class of service. */
        public Billing inTier(@Nullable String tier) {
            return new Billing(cacheWriteHourTokens, inputAudioTokens, outputAudioTokens, tier, cost);
        }
    }
}
