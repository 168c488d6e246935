package io.llmrouter.benchmarks.jmh;

import io.llmrouter.benchmarks.report.GeneratedBlock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code llmrouter-benchmarks/run jmh}. */
@Command(
        name = "jmh",
        description = {
            "Measures what the server does with each request by JMH: time and allocation.",
            "",
            "Writes the figures into docs/benchmarks.md where all benchmarks were run, and to standard output."
        },
        sortOptions = false,
        footer = {"", "Examples:", "  llmrouter-benchmarks/run jmh", "  llmrouter-benchmarks/run jmh --quick Decode"})
public final class JmhCommand implements Callable<Integer> {
    private static final GeneratedBlock BLOCK = new GeneratedBlock("jmh");
    private static final String ALL = ".*";

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            description = "Only benchmarks whose name contains this expression.")
    private String pattern = ALL;

    @Option(names = "--quick", description = "Short and rough; writes no page.")
    private boolean quick;

    @SuppressWarnings("UnusedVariable") // picocli reads it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private final Path page;
    private final PrintStream output;

    /**
     * The command.
     *
     * @param page the page that the figures are written into
     * @param output is told the figures
     */
    public JmhCommand(Path page, PrintStream output) {
        this.page = page;
        this.output = output;
    }

    @Override
    public Integer call() throws RunnerException, IOException {
        if (writesPage()) {
            BLOCK.check(page);
        }
        var options = new OptionsBuilder()
                .include("io.llmrouter.benchmarks.jmh.*" + pattern)
                .addProfiler(GCProfiler.class)
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 1 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        String table = JmhTable.of(results);
        output.println(table);
        if (writesPage()) {
            BLOCK.write(page, table);
        }
        return 0;
    }

    private boolean writesPage() {
        return !quick && pattern.equals(ALL);
    }
}
