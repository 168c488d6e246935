package io.llmrouter.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an answer came about: who answered, why, after how many attempts, for how many tokens and how much money.
 *
 * @param requestId the router's id of the call
 * @param decision what the strategy decided; the model that answered may be a fallback of it
 * @param model the configured name of the model that answered
 * @param attempts all attempts, those of the strategy first, in the order of their ends; the last is the one that answers
 * @param usage the tokens of the attempt that answered
 * @param cost what all attempts cost in USD; {@code null} if any part of it is unknown
 * @param elapsed from the call to the end of the answer
 * @param unsupported the fields of the request that the model could not honour, left out of what it was asked; empty
 *     where the configuration says that nobody is to be told
 */
public record RoutingReport(
        String requestId,
        RoutingDecision decision,
        String model,
        List<Attempt> attempts,
        Usage usage,
        @Nullable BigDecimal cost,
        Duration elapsed,
        List<String> unsupported) {
    public RoutingReport {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(model, "model");
        attempts = List.copyOf(attempts);
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(elapsed, "elapsed");
        unsupported = List.copyOf(unsupported);
    }

    /** A report of an answer to all of its request. */
    public RoutingReport(
            String requestId,
            RoutingDecision decision,
            String model,
            List<Attempt> attempts,
            Usage usage,
            @Nullable BigDecimal cost,
            Duration elapsed) {
        this(requestId, decision, model, attempts, usage, cost, elapsed, List.of());
    }

    /** What all attempts cost in USD, if it is known. */
    public Optional<BigDecimal> costIfKnown() {
        return Optional.ofNullable(cost);
    }

    /** One line for people. */
    @Override
    public String toString() {
        var line = new StringBuilder(model);
        if (!model.equals(decision.model())) {
            line.append(" instead of ").append(decision.model());
        }
        line.append(" by ")
                .append(decision.strategy())
                .append(" (")
                .append(decision.reason())
                .append("), ");
        long questions = attempts.stream().filter(Attempt::forDecision).count();
        long tries = attempts.size() - questions;
        if (questions > 0) {
            line.append(questions).append(questions == 1 ? " question and " : " questions and ");
        }
        line.append(tries).append(tries == 1 ? " attempt, " : " attempts, ");
        if (usage.isKnown()) {
            line.append(usage.inputTokens())
                    .append(" + ")
                    .append(usage.outputTokens())
                    .append(" tokens");
            line.append(usage.source() == Usage.Source.ESTIMATED ? " (estimated), " : ", ");
        } else {
            line.append("tokens unknown, ");
        }
        line.append(
                cost == null ? "cost unknown" : "$" + cost.stripTrailingZeros().toPlainString());
        line.append(String.format(Locale.ROOT, ", %d ms", elapsed.toMillis()));
        if (!unsupported.isEmpty()) {
            line.append(", without ").append(String.join(", ", unsupported));
        }
        return line.toString();
    }
}
