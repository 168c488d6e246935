package io.llmrouter.cli.journal;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.Usage;
import io.llmrouter.cli.terminal.Amounts;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Table;
import io.llmrouter.cli.terminal.Texts;
import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.journal.CallRecord.Tried;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows a call. */
public final class ExplainText {
    private final Console console;

    public ExplainText(Console console) {
        this.console = console;
    }

    /** Prints the call: how it ended, what was asked, what was decided, what was tried. */
    public void print(CallRecord call) {
        var style = console.style();
        line(style.bold(call.id()) + " " + style.dim(call.time().toString()));
        line(outcome(call));
        line("asked: " + asked(call));
        if (call.asked().prompt() != null) {
            line("prompt: " + Texts.cut(Texts.oneLine(call.asked().prompt()), console.width() - 10, style));
        }
        decision(call.decision());
        attempts(call);
    }

    private static String outcome(CallRecord call) {
        String took = String.format(
                Locale.ROOT, " after %,d ms, cost %s", call.elapsedMillis(), Amounts.aligned(call.cost()));
        if (call.model() == null) {
            return "not answered: " + call.error() + took;
        }
        BigDecimal dearest = call.dearest();
        String against = dearest == null ? "" : " (" + Amounts.aligned(dearest) + " at the dearest model)";
        return "answered by " + call.model() + took + against;
    }

    private static String asked(CallRecord call) {
        var parts = new ArrayList<String>();
        parts.add(
                call.asked().model() == null
                        ? "any model"
                        : "the model " + Texts.oneLine(call.asked().model()));
        parts.add(call.asked().promptTokens() + " prompt tokens (estimated)");
        if (call.asked().maxTokens() != null) {
            parts.add("at most " + call.asked().maxTokens() + " tokens of answer");
        }
        call.asked().needs().stream()
                .map(need -> "needs " + need.name().toLowerCase(Locale.ROOT))
                .sorted()
                .forEach(parts::add);
        parts.add(call.streamed() ? "streamed" : "not streamed");
        if (call.user() != null) {
            parts.add("user " + Texts.oneLine(call.user()));
        }
        call.tags().entrySet().stream()
                .map(tag -> Texts.oneLine(tag.getKey() + " " + tag.getValue()))
                .sorted()
                .forEach(parts::add);
        return String.join(", ", parts);
    }

    private void decision(@Nullable RoutingDecision decision) {
        if (decision == null) {
            line("decision: none, the call ended before");
            return;
        }
        line("decision: " + decision.model() + " by " + decision.strategy() + ": " + Texts.oneLine(decision.reason()));
        if (!decision.fallbacks().isEmpty()) {
            line("if it fails: " + String.join(" " + console.style().arrow() + " ", decision.fallbacks()));
        }
        if (decision.candidates().isEmpty()) {
            return;
        }
        line("");
        var table = new Table(Column.left("candidate"), Column.right("score"), Column.flexible("", 20));
        for (Considered considered : decision.candidates()) {
            Double score = considered.score();
            table.row(
                    Cell.of(considered.model()),
                    Cell.of(score == null ? "" : String.format(Locale.ROOT, "%.4g", score)),
                    Cell.dim(considered.excluded() == null ? "" : "excluded: " + considered.excluded()));
        }
        table.print(console);
    }

    private void attempts(CallRecord call) {
        if (call.attempts().isEmpty()) {
            return;
        }
        line("");
        var table = new Table(
                Column.left("attempt"),
                Column.left("provider"),
                Column.right("waited"),
                Column.right("took"),
                Column.right("first token"),
                Column.right("tokens"),
                Column.right("cost"),
                Column.flexible("outcome", 12));
        for (Tried attempt : call.attempts()) {
            table.row(
                    Cell.bold(attempt.model()),
                    Cell.of(attempt.provider()),
                    Cell.of(attempt.waitedMillis() + " ms"),
                    Cell.of(attempt.millis() + " ms"),
                    Cell.of(attempt.firstTokenMillis() == null ? "" : attempt.firstTokenMillis() + " ms"),
                    Cell.of(tokens(attempt.usage())),
                    Cell.of(Amounts.aligned(attempt.cost())),
                    Cell.of(outcome(attempt)));
        }
        table.print(console);
    }

    private static String tokens(Usage usage) {
        return usage.isKnown() ? usage.inputTokens() + "+" + usage.outputTokens() : "?";
    }

    private static String outcome(Tried attempt) {
        if (attempt.error() == null) {
            return attempt.forDecision() ? "asked for the decision" : "answered";
        }
        return attempt.error()
                + (attempt.status() == null ? "" : " " + attempt.status())
                + (attempt.committed() ? ", part of it delivered" : "");
    }

    private void line(String text) {
        console.out().println(text);
    }
}
