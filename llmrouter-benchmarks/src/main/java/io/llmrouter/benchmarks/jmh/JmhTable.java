package io.llmrouter.benchmarks.jmh;

import io.llmrouter.benchmarks.report.Machine;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** JMH's results as Markdown. */
final class JmhTable {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private JmhTable() {}

    static String of(Collection<RunResult> results) {
        var text = new StringBuilder("- ")
                .append(Machine.facts())
                .append("\n\n| Step | time, us | error, us | allocated, bytes |\n|---|--:|--:|--:|\n");
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATION);
            text.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %.3f | %s | %s |%n",
                    time.getLabel(),
                    time.getScore(),
                    Double.isNaN(time.getScoreError()) ? "-" : String.format(Locale.ROOT, "%.3f", time.getScoreError()),
                    allocated == null ? "-" : String.format(Locale.ROOT, "%,.0f", allocated.getScore())));
        }
        return text.toString();
    }
}
