package io.llmrouter.core.config;

import static java.util.Objects.requireNonNullElse;

import io.llmrouter.api.CallOptions;
import io.llmrouter.api.Recovery;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code resilience}: deadlines and retries. A duration of zero means none.
 *
 * @param maxRetries retries on the same model, out of one budget for the call
 * @param connectTimeout until the connection stands
 * @param firstTokenTimeout from the start of a streamed attempt to its first content
 * @param stallTimeout between two events of a stream
 * @param requestTimeout one plain attempt, from its start to its last byte
 * @param streamTimeout one streamed attempt, from its start to its end
 * @param deadline the whole call, with all attempts and waits
 * @param recovery what becomes of a stream that broke off after its first content
 * @param breaker when a model that fails is left alone
 * @param hedge when a second model is asked beside one that is slow
 * @param contextWindowFallbacks the models to try instead of the usual ones where the prompt is too long
 * @param contentPolicyFallbacks the models to try where the provider refuses the content; none if empty
 */
public record ResilienceConfig(
        int maxRetries,
        Duration connectTimeout,
        Duration firstTokenTimeout,
        Duration stallTimeout,
        Duration requestTimeout,
        Duration streamTimeout,
        Duration deadline,
        Recovery recovery,
        BreakerConfig breaker,
        HedgeConfig hedge,
        List<String> contextWindowFallbacks,
        List<String> contentPolicyFallbacks) {
    /** What holds where the configuration says nothing. */
    public static final ResilienceConfig DEFAULT = new ResilienceConfig(
            2,
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(120),
            Duration.ofMinutes(10),
            Duration.ZERO,
            Recovery.RESUME,
            BreakerConfig.DEFAULT,
            HedgeConfig.OFF,
            List.of(),
            List.of());

    /** What holds for a call with these options. */
    public ResilienceConfig with(CallOptions options) {
        return options.equals(CallOptions.NONE)
                ? this
                : new ResilienceConfig(
                        requireNonNullElse(options.maxRetries(), maxRetries),
                        connectTimeout,
                        requireNonNullElse(options.firstTokenTimeout(), firstTokenTimeout),
                        requireNonNullElse(options.stallTimeout(), stallTimeout),
                        requireNonNullElse(options.requestTimeout(), requestTimeout),
                        requireNonNullElse(options.streamTimeout(), streamTimeout),
                        deadline,
                        requireNonNullElse(options.recovery(), recovery),
                        breaker,
                        hedge,
                        contextWindowFallbacks,
                        contentPolicyFallbacks);
    }
}
