package io.llmrouter.core.limits;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.Usage;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call is taken to need, before it is made.
 *
 * @param tokens of the prompt and of an answer of the length asked for, or of a usual one
 * @param usd what the dearest of the models would cost if its answer was as long as it may be; {@code null} if the
 *     prices of all of them are unknown
 */
public record Estimate(long tokens, @Nullable BigDecimal usd) {
    /** The answer's length where neither the request nor the model bounds it, to count tokens. */
    private static final int USUAL_OUTPUT = 500;
    /** The answer's length where neither the request nor the model bounds it, to count money. */
    private static final int LONG_OUTPUT = 4_096;

    /** What a chat may need of any of the models. */
    public static Estimate of(ChatRequest request, Collection<ModelInfo> models) {
        return of(request, TokenEstimate.ofPrompt(request), models);
    }

    /** What a chat may need of any of the models, where the length of its prompt has been estimated before. */
    public static Estimate of(ChatRequest request, long promptTokens, Collection<ModelInfo> models) {
        long choices = request.choices().orElse(1);
        long output = 0;
        BigDecimal dearest = null;
        for (ModelInfo model : models) {
            long longest = longestOutput(request, model);
            output = Math.max(output, request.maxTokens().isPresent() ? longest : Math.min(longest, USUAL_OUTPUT));
            long worst = choices * longest;
            dearest = dearer(dearest, worstCase(model.prices(), promptTokens, worst));
        }
        return new Estimate(promptTokens + choices * output, dearest);
    }

    private static long longestOutput(ChatRequest request, ModelInfo model) {
        Integer most = model.maxTokens();
        if (request.maxTokens().isPresent()) {
            int asked = request.maxTokens().getAsInt();
            return most == null ? asked : Math.min(asked, most);
        }
        return most == null ? LONG_OUTPUT : most;
    }

    /** In the dearest class of service. */
    private static @Nullable BigDecimal worstCase(Prices prices, long input, long output) {
        BigDecimal worst = atTheDearestInput(prices.of(input, null), input, output);
        for (Prices.Tier tier : prices.tiers()) {
            worst = dearer(worst, atTheDearestInput(prices.of(input, tier.serviceTier()), input, output));
        }
        return worst;
    }

    /** The whole prompt at the dearest price of text. */
    private static @Nullable BigDecimal atTheDearestInput(Prices prices, long input, long output) {
        BigDecimal dearest = dearer(dearer(prices.input(), prices.cacheWrite()), prices.cacheWriteHour());
        return prices.areKnown()
                ? new Prices(dearest, prices.output(), null, null)
                        .cost(Usage.estimated(input, output))
                        .orElse(null)
                : null;
    }

    private static @Nullable BigDecimal dearer(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || (other != null && other.compareTo(one) > 0) ? other : one;
    }

    /** What the call may cost, if any price is known. */
    public Optional<BigDecimal> usdIfKnown() {
        return Optional.ofNullable(usd);
    }
}
