package io.llmrouter.api;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, in USD per million tokens. An unknown price is {@code null}, never 0.
 *
 * @param input for input tokens
 * @param output for output tokens
 * @param cacheRead for input tokens read from the provider's cache; if unknown they cost as much as other input
 * @param cacheWrite for input tokens written to the provider's cache; if unknown they cost as much as other input
 */
public record Prices(
        @Nullable BigDecimal input,
        @Nullable BigDecimal output,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite) {
    /** Nothing is known. */
    public static final Prices UNKNOWN = new Prices(null, null, null, null);

    /** Prices without a rebate for cached input. */
    public static Prices of(String input, String output) {
        return new Prices(new BigDecimal(input), new BigDecimal(output), null, null);
    }

    /** Whether the prices of input and of output are known. */
    public boolean areKnown() {
        return input != null && output != null;
    }

    /**
     * What a call cost in USD, exactly; empty if the usage or a price is unknown.
     *
     * <p>The sum of fresh input, cache reads, cache writes and output, each times its price.
     */
    public Optional<BigDecimal> cost(Usage usage) {
        if (input == null || output == null || !usage.isKnown()) {
            return Optional.empty();
        }
        long fresh = Math.max(0, usage.inputTokens() - usage.cacheReadTokens() - usage.cacheWriteTokens());
        BigDecimal micros = times(input, fresh)
                .add(times(cacheRead == null ? input : cacheRead, usage.cacheReadTokens()))
                .add(times(cacheWrite == null ? input : cacheWrite, usage.cacheWriteTokens()))
                .add(times(output, usage.outputTokens()));
        return Optional.of(micros.scaleByPowerOfTen(-6));
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
