package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.TokenEstimate;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts tokens and money. An unknown price is unknown, never 0. */
final class Accounting {
    private Accounting() {}

    /** What the provider reported, or an estimate from the lengths of prompt and answer. */
    static Usage reportedOrEstimated(Usage usage, long promptTokens, long answerChars) {
        return usage.isKnown() ? usage : Usage.estimated(promptTokens, TokenEstimate.ofChars(answerChars));
    }

    /**
     * The usage of an attempt that failed: nothing if it failed before its first token, else an estimate of what it has
     * taken in and given out. The provider may well send a bill too for what it was given up for.
     */
    static Usage ofFailure(LlmRouterException error, long promptTokens, long answerChars) {
        return answerChars == 0 && !wasGivenUp(error)
                ? Usage.reported(0, 0)
                : Usage.estimated(promptTokens, TokenEstimate.ofChars(answerChars));
    }

    /** By the configured prices; where there are none, what the provider itself says. */
    static Optional<BigDecimal> cost(ModelInfo model, Usage usage) {
        return usage.totalTokens() == 0 && usage.isKnown()
                ? Optional.of(BigDecimal.ZERO)
                : model.prices()
                        .cost(usage)
                        .or(() -> Optional.ofNullable(usage.billing().cost()));
    }

    /** The sum of all attempts; {@code null} if any of them is unknown. */
    static @Nullable BigDecimal total(List<Attempt> attempts) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Attempt attempt : attempts) {
            if (attempt.cost() == null) {
                return null;
            }
            sum = sum.add(attempt.cost());
        }
        return sum;
    }

    /** What the tokens would have cost at the dearest of the models; {@code null} if no price or no usage is known. */
    static @Nullable BigDecimal atTheDearest(List<ModelInfo> models, Usage usage) {
        return models.stream()
                .flatMap(model -> model.prices().cost(usage).stream())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Whether it was us who ended the attempt, while the provider was perhaps at work. */
    private static boolean wasGivenUp(LlmRouterException error) {
        boolean late = error instanceof DeadlineException && !(error instanceof DeadlineException.Connect);
        return error.httpStatus().isEmpty() && (late || error instanceof CancelledException);
    }
}
