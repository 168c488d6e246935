package io.llmrouter.cli.journal;

import io.llmrouter.cli.terminal.Amounts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws what a replay found, as one page without anything from elsewhere. */
public final class ReplayPage {
    private static final int LABEL = 180;
    private static final int BAR = 380;
    private static final int ROW = 52;
    private static final int LONGEST_NAME = 24;

    private ReplayPage() {}

    /** The page, in HTML. */
    public static String of(ReplayResult result) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Replay</title>
                <style>
                :root { color-scheme: light dark; }
                body { font: 15px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
                svg { width: 100%; height: auto; } text { fill: currentColor; font: 13px system-ui, sans-serif; }
                .before { fill: #8a94a6; } .after { fill: #2f7de1; }
                table { border-collapse: collapse; } td, th { padding: .2rem 1rem .2rem 0; text-align: right; }
                td:first-child, th:first-child { text-align: left; }
                </style>
                """ + "<h1>Replay of " + count(result.before().calls()) + " calls</h1>\n<p>" + count(result.moved())
                + " would have gone to another model. Grey is as recorded, blue as replayed.</p>\n"
                + table(result) + "<h2>Calls by model</h2>\n" + shares(result) + "</html>\n";
    }

    private static String table(ReplayResult result) {
        var before = result.before();
        var after = result.after();
        return "<table><tr><th></th><th>recorded</th><th>replayed</th></tr>\n"
                + row("cost", Amounts.aligned(before.cost()), Amounts.aligned(after.cost()))
                + row("median latency", millis(before.medianMillis()), millis(after.medianMillis()))
                + row("p95 latency", millis(before.p95Millis()), millis(after.p95Millis()))
                + "</table>\n";
    }

    private static String row(String name, String before, String after) {
        return "<tr><td>" + name + "</td><td>" + before + "</td><td>" + after + "</td></tr>\n";
    }

    private static String count(int calls) {
        return String.format(Locale.ROOT, "%,d", calls);
    }

    private static String millis(@Nullable Long millis) {
        return millis == null ? "?" : String.format(Locale.ROOT, "%,d ms", millis);
    }

    private static String shares(ReplayResult result) {
        var svg = new StringBuilder();
        int y = 0;
        for (String model : result.models()) {
            svg.append(text(LABEL - 10, y + 24, "end", cut(model)));
            bar(svg, y + 4, "before", result.before(), model);
            bar(svg, y + 24, "after", result.after(), model);
            y += ROW;
        }
        return "<svg viewBox=\"0 0 " + (LABEL + BAR + 70) + " " + Math.max(y, 1)
                + "\" role=\"img\" aria-label=\"Calls by" + " model, recorded and replayed\">\n" + svg + "</svg>\n";
    }

    /** A longer name would begin outside the picture. */
    private static String cut(String model) {
        return model.length() <= LONGEST_NAME ? model : model.substring(0, LONGEST_NAME - 3) + "...";
    }

    private static void bar(StringBuilder svg, int y, String side, ReplaySide.Summary summary, String model) {
        double share = summary.calls() == 0 ? 0 : (double) summary.shares().getOrDefault(model, 0) / summary.calls();
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" class=\"%s\"/>%n",
                LABEL,
                y,
                share * BAR,
                side));
        svg.append(text(LABEL + share * BAR + 6, y + 13, "start", String.format(Locale.ROOT, "%.1f %%", 100 * share)));
    }

    private static String text(double x, int y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped);
    }
}
