package io.llmrouter.api;

import io.llmrouter.api.error.LlmRouterException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One try of one model, as it went.
 *
 * @param model the configured name
 * @param provider the provider's name
 * @param waited the wait before the attempt: back-off, or {@code Retry-After}
 * @param duration from its start to its end
 * @param firstToken from its start to the first content; {@code null} if none came or the call was not streamed
 * @param usage the tokens
 * @param cost what it cost in USD; {@code null} if unknown
 * @param committed whether any of its content reached the caller
 * @param error why it failed; {@code null} if it answered
 * @param forDecision whether it was asked by the strategy, which then took another answer: a routing model, a draft that
 *     was refused, a verification
 */
public record Attempt(
        String model,
        String provider,
        Duration waited,
        Duration duration,
        @Nullable Duration firstToken,
        Usage usage,
        @Nullable BigDecimal cost,
        boolean committed,
        @Nullable LlmRouterException error,
        boolean forDecision) {
    public Attempt {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(waited, "waited");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(usage, "usage");
    }

    /** An attempt to answer the caller. */
    public Attempt(
            String model,
            String provider,
            Duration waited,
            Duration duration,
            @Nullable Duration firstToken,
            Usage usage,
            @Nullable BigDecimal cost,
            boolean committed,
            @Nullable LlmRouterException error) {
        this(model, provider, waited, duration, firstToken, usage, cost, committed, error, false);
    }

    public boolean succeeded() {
        return error == null;
    }

    /** Why it failed, if it did. */
    public Optional<LlmRouterException> failure() {
        return Optional.ofNullable(error);
    }
}
