package io.llmrouter.cli.terminal;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.error.LlmRouterException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a model was chosen and how it was asked, for people. */
public final class DecisionText {
    private static final MathContext SCORE_DIGITS = new MathContext(4);

    private DecisionText() {}

    /** The model, the reason, and all candidates with scores and exclusions. */
    public static void print(Console console, RoutingDecision decision) {
        var style = console.style();
        console.out().println(style.bold(decision.model()) + " by " + decision.strategy() + ": " + decision.reason());
        console.out().println();
        var table = new Table(Column.left("candidate"), Column.right("score"), Column.flexible("", 20));
        for (Considered considered : decision.candidates()) {
            boolean chosen = considered.model().equals(decision.model());
            String excluded = considered.excluded();
            table.row(
                    chosen ? Cell.bold(considered.model()) : Cell.of(considered.model()),
                    Cell.of(score(considered.score())),
                    excluded == null ? Cell.of(chosen ? "chosen" : "") : Cell.dim("excluded: " + excluded));
        }
        if (!decision.candidates().isEmpty()) {
            table.print(console);
            console.out().println();
        }
    }

    /** Each attempt: how long, for how many tokens and how much money, and why it failed. */
    public static void print(Console console, List<Attempt> attempts) {
        var table = new Table(
                Column.left("attempt"),
                Column.right("ms"),
                Column.left("tokens"),
                Column.left("cost"),
                Column.flexible("", 20));
        for (Attempt attempt : attempts) {
            table.row(
                    Cell.of(attempt.model()),
                    Cell.of(String.valueOf(attempt.duration().toMillis())),
                    Cell.of(Amounts.tokens(attempt.usage())),
                    Cell.of(Amounts.cost(attempt.cost())),
                    Cell.of(Texts.oneLine(attempt.failure()
                            .map(LlmRouterException::summary)
                            .orElse(attempt.forDecision() ? "asked for the decision" : "answered"))));
        }
        table.print(console);
    }

    private static String score(@Nullable Double score) {
        return score == null
                ? ""
                : BigDecimal.valueOf(score)
                        .round(SCORE_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
