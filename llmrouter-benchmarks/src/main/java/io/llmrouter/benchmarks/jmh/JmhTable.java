package io.llmrouter.benchmarks.jmh;

import io.llmrouter.benchmarks.report.Machine;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** JMH's results as Markdown. */
final class JmhTable {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private JmhTable() {}

    static String of(Collection<RunResult> results) {
        var text = new StringBuilder("- ")
                .append(Machine.facts())
                .append("\n\n| Step | time, us | error, us | p50, us | p99, us | allocated, bytes |")
                .append("\n|---|--:|--:|--:|--:|--:|\n");
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATION);
            text.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %.3f | %s | %s | %s | %s |%n",
                    label(result),
                    time.getScore(),
                    Double.isNaN(time.getScoreError()) ? "-" : String.format(Locale.ROOT, "%.3f", time.getScoreError()),
                    percentile(result, 50),
                    percentile(result, 99),
                    allocated == null ? "-" : String.format(Locale.ROOT, "%,.0f", allocated.getScore())));
        }
        return text.toString();
    }

    private static String label(RunResult result) {
        var label = new StringBuilder(result.getPrimaryResult().getLabel());
        for (String name : result.getParams().getParamsKeys()) {
            label.append(' ').append(result.getParams().getParam(name));
        }
        return label.toString();
    }

    /** Only where single calls were measured. */
    private static String percentile(RunResult result, double rank) {
        return result.getParams().getMode() == Mode.SampleTime
                ? String.format(
                        Locale.ROOT,
                        "%.1f",
                        result.getPrimaryResult().getStatistics().getPercentile(rank))
                : "-";
    }
}
