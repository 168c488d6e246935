package io.llmrouter.cli.chat;

import io.llmrouter.api.RoutingReport;
import io.llmrouter.cli.terminal.Amounts;
import io.llmrouter.cli.terminal.Style;
import io.llmrouter.cli.terminal.Texts;
import java.time.Duration;
import java.util.ArrayList;

/** The line beside an answer: model, reason, time to the first token, tokens, cost. */
final class ReportLine {
    private ReportLine() {}

    static String of(RoutingReport report, Style style) {
        var parts = new ArrayList<String>();
        String chosen = report.decision().model();
        parts.add(report.model().equals(chosen) ? chosen : report.model() + " instead of " + chosen);
        parts.add(Texts.oneLine(report.decision().reason()));
        var attempts = report.attempts();
        Duration first =
                attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).firstToken();
        if (attempts.size() > 1) {
            parts.add(attempts.size() + " attempts");
        }
        if (first != null) {
            parts.add(first.toMillis() + " ms to first token");
        }
        parts.add(Amounts.tokens(report.usage()));
        parts.add(Amounts.cost(report.cost()));
        return String.join(" " + style.dot() + " ", parts);
    }
}
