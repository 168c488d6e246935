package io.llmrouter.benchmarks.report;

import io.llmrouter.benchmarks.load.Load;
import java.util.List;
import java.util.stream.Collectors;

/** What was measured, as Markdown. */
public final class MarkdownReport {
    private final Results results;
    private final List<Load> loads;
    private final List<String> facts;

    /**
     * A report.
     *
     * @param loads the loads that were measured
     * @param facts where and how it was measured, a sentence each
     */
    public MarkdownReport(Results results, List<Load> loads, List<String> facts) {
        this.results = results;
        this.loads = List.copyOf(loads);
        this.facts = List.copyOf(facts);
    }

    /**
     * The whole text.
     *
     * @param plot the plot's file, beside the page; empty for none
     */
    public String text(String plot) {
        var text = new StringBuilder();
        facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
        results.contenders()
                .forEach(contender -> text.append("- ")
                        .append(contender.title())
                        .append(": ")
                        .append(contender.version())
                        .append('\n'));
        results.missing()
                .forEach((title, reason) -> text.append("- ")
                        .append(title)
                        .append(" is missing: ")
                        .append(reason)
                        .append('\n'));
        verdicts(text);
        if (!plot.isEmpty()) {
            text.append("\n![CPU time for each request, by load and gateway](")
                    .append(plot)
                    .append(")\n");
        }
        loads.forEach(load -> table(text, load));
        starts(text);
        return text.toString();
    }

    private void verdicts(StringBuilder text) {
        List<Verdicts.Verdict> verdicts = new Verdicts(results).all();
        if (verdicts.isEmpty()) {
            return;
        }
        text.append("\n### Targets\n\n| Target | Measured | |\n|---|---|---|\n");
        for (var verdict : verdicts) {
            row(text, verdict.target(), verdict.measured(), verdict.met() ? "met" : "**missed**");
        }
    }

    private void table(StringBuilder text, Load load) {
        text.append("\n### ")
                .append(load.title())
                .append(
                        "\n\n| | CPU time per request, us | requests/s | p50 added, ms | p99 added, ms | memory, MB | errors |\n")
                .append("|---|--:|--:|--:|--:|--:|--:|\n");
        row(
                text,
                "no gateway",
                "",
                Figures.spread(results.spread(Results.DIRECT, load, Sample::perSecond)),
                "",
                "",
                "",
                errors(Results.DIRECT, load));
        for (var contender : results.contenders()) {
            String key = contender.key();
            row(
                    text,
                    contender.title(),
                    Figures.spread(results.spread(key, load, Sample::cpuMicros)),
                    Figures.spread(results.spread(key, load, Sample::perSecond)),
                    Figures.spread(
                            results.added(key, load, sample -> sample.load().p50Micros() / 1000)),
                    Figures.spread(
                            results.added(key, load, sample -> sample.load().p99Micros() / 1000)),
                    Figures.spread(results.spread(key, load, Sample::megabytes)),
                    errors(key, load));
        }
    }

    private String errors(String key, Load load) {
        String reasons = results.samples(key, load).stream()
                .map(sample -> sample.load().firstError())
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return results.errors(key, load) + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private void starts(StringBuilder text) {
        List<Results.Contender> started = results.contenders().stream()
                .filter(contender -> results.start(contender.key()).isPresent())
                .toList();
        if (started.isEmpty()) {
            return;
        }
        text.append("\n### From the start to the first answer\n\n| | seconds |\n|---|--:|\n");
        started.forEach(contender -> row(text, contender.title(), Figures.spread(results.start(contender.key()))));
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
