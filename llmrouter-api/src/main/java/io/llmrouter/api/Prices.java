package io.llmrouter.api;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, in USD per million tokens. An unknown price is {@code null}, never 0.
 *
 * @param input for input tokens
 * @param output for output tokens
 * @param cacheRead for input tokens read from the provider's cache; if unknown they cost as much as other input
 * @param cacheWrite for input tokens written to the provider's cache; if unknown they cost as much as other input
 * @param cacheWriteHour for input tokens that the cache keeps for an hour; if unknown they cost as much as others
 *     written to it
 * @param inputAudio for input tokens of sound; if unknown they cost as much as other input
 * @param outputAudio for output tokens of sound; if unknown they cost as much as other output
 * @param tiers other prices of some calls; sorted, of those that fit a call the last holds
 */
public record Prices(
        @Nullable BigDecimal input,
        @Nullable BigDecimal output,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal cacheWriteHour,
        @Nullable BigDecimal inputAudio,
        @Nullable BigDecimal outputAudio,
        List<Tier> tiers) {
    /** Nothing is known. */
    public static final Prices UNKNOWN = new Prices(null, null, null, null);

    public Prices {
        tiers = tiers.stream().sorted(Tier.ORDER).toList();
    }

    /** The same prices for all calls. */
    public Prices(
            @Nullable BigDecimal input,
            @Nullable BigDecimal output,
            @Nullable BigDecimal cacheRead,
            @Nullable BigDecimal cacheWrite) {
        this(input, output, cacheRead, cacheWrite, null, null, null, List.of());
    }

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
     * <p>The sum of fresh input, cache reads, cache writes and output, each times its price in the tier of the call.
     */
    public Optional<BigDecimal> cost(Usage usage) {
        return usage.isKnown()
                ? of(usage.inputTokens(), usage.billing().serviceTier()).sum(usage)
                : Optional.empty();
    }

    /**
     * The prices of a call, which have no tiers.
     *
     * @param promptTokens all tokens of its prompt
     * @param serviceTier the class of service that it got; {@code null} for the usual one
     */
    public Prices of(long promptTokens, @Nullable String serviceTier) {
        Prices found = this;
        for (Tier tier : tiers) {
            if (tier.fits(promptTokens, serviceTier)) {
                found = tier.prices.over(this);
            }
        }
        return found;
    }

    private Prices over(Prices general) {
        return new Prices(
                or(input, general.input),
                or(output, general.output),
                or(cacheRead, general.cacheRead),
                or(cacheWrite, general.cacheWrite),
                or(cacheWriteHour, general.cacheWriteHour),
                or(inputAudio, general.inputAudio),
                or(outputAudio, general.outputAudio),
                List.of());
    }

    private Optional<BigDecimal> sum(Usage usage) {
        if (input == null || output == null) {
            return Optional.empty();
        }
        Usage.Billing apart = usage.billing();
        long hour = Math.min(apart.cacheWriteHourTokens(), usage.cacheWriteTokens());
        long fresh =
                usage.inputTokens() - usage.cacheReadTokens() - usage.cacheWriteTokens() - apart.inputAudioTokens();
        BigDecimal write = or(cacheWrite, input);
        BigDecimal micros = times(input, fresh)
                .add(times(or(cacheRead, input), usage.cacheReadTokens()))
                .add(times(write, usage.cacheWriteTokens() - hour))
                .add(times(or(cacheWriteHour, write), hour))
                .add(times(or(inputAudio, input), apart.inputAudioTokens()))
                .add(times(output, usage.outputTokens() - apart.outputAudioTokens()))
                .add(times(or(outputAudio, output), apart.outputAudioTokens()));
        return Optional.of(micros.scaleByPowerOfTen(-6));
    }

    private static @Nullable BigDecimal or(@Nullable BigDecimal price, @Nullable BigDecimal other) {
        return price == null ? other : price;
    }

    private static BigDecimal times(@Nullable BigDecimal price, long tokens) {
        return price == null ? BigDecimal.ZERO : price.multiply(BigDecimal.valueOf(Math.max(0, tokens)));
    }

    /**
     * The prices of calls with long prompts, or of a class of service.
     *
     * @param abovePromptTokens the longest prompt that is still too short, in tokens
     * @param serviceTier the class of service, compared without regard to case; {@code null} for all
     * @param prices the prices; those unknown are as they are for other calls
     */
    public record Tier(long abovePromptTokens, @Nullable String serviceTier, Prices prices) {
        private static final Comparator<Tier> ORDER =
                Comparator.comparing((Tier tier) -> tier.serviceTier != null).thenComparing(Tier::abovePromptTokens);

        public Tier {
            Objects.requireNonNull(prices, "prices");
        }

        private boolean fits(long promptTokens, @Nullable String service) {
            return promptTokens > abovePromptTokens && (serviceTier == null || serviceTier.equalsIgnoreCase(service));
        }
    }
}
