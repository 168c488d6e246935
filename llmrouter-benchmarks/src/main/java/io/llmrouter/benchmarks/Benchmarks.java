package io.llmrouter.benchmarks;

import io.llmrouter.benchmarks.jmh.JmhCommand;
import io.llmrouter.benchmarks.load.Load;
import io.llmrouter.benchmarks.report.GeneratedBlock;
import io.llmrouter.benchmarks.report.MarkdownReport;
import io.llmrouter.benchmarks.report.Results;
import io.llmrouter.benchmarks.report.SvgPlot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code llmrouter-benchmarks/run}. */
@Command(
        name = "llmrouter-benchmarks/run",
        description = {
            "Compares `llmrouter serve` with other gateways, in front of the same mock provider.",
            "",
            "Writes the figures and a plot into docs/benchmarks.md, and the figures to standard output. "
                    + "The gateways run on the last core, the mock and its clients on the first."
        },
        sortOptions = false,
        subcommands = JmhCommand.class,
        footer = {
            "",
            "Peers: nginx, portkey, litellm, bifrost.",
            "Loads: json, json-100k, sse, burst, single, slow.",
            "",
            "Examples:",
            "  llmrouter-benchmarks/run",
            "  llmrouter-benchmarks/run --quick --peers nginx --loads json,sse",
            "  llmrouter-benchmarks/run --rounds 7 --seconds 5 --out figures.md",
            "  llmrouter-benchmarks/run jmh Decode"
        })
public final class Benchmarks implements Callable<Integer> {
    private static final List<String> PEERS = List.of("nginx", "portkey", "litellm", "bifrost");
    private static final GeneratedBlock COMPARISON = new GeneratedBlock("comparison");
    /** Some gateways take long to start. */
    private static final int MOST_STARTS = 3;

    private static final String PLOT = "benchmarks.svg";

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description = "Only these, beside LLMRouter; `none` for none.")
    private List<String> peers = PEERS;

    @Option(names = "--loads", split = ",", paramLabel = "NAME", description = "Only these loads.")
    private List<String> loads = Arrays.stream(Load.values()).map(Load::key).toList();

    @Option(names = "--rounds", paramLabel = "N", description = "How often each is measured (default: 5).")
    private int rounds = 5;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each is measured in a round (default: 2).")
    private double seconds = 2;

    @Option(names = "--quick", description = "One round of one second; writes no page.")
    private boolean quick;

    @Option(names = "--no-install", description = "Leave out what is not installed yet.")
    private boolean noInstall;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the figures there instead of docs/benchmarks.md.")
    private @Nullable Path out;

    @SuppressWarnings("UnusedVariable") // picocli reads it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private final Place place;
    private final PrintStream output;
    private final PrintStream progress;

    Benchmarks(Place place, PrintStream output, PrintStream progress) {
        this.place = place;
        this.output = output;
        this.progress = progress;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine(Place.here(), System.out, System.err).execute(args));
    }

    static CommandLine commandLine(Place place, PrintStream output, PrintStream progress) {
        var jmh = new JmhCommand(place.page(), output);
        var command = new CommandLine(new Benchmarks(place, output, progress), new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == JmhCommand.class
                        ? type.cast(jmh)
                        : CommandLine.defaultFactory().create(type);
            }
        });
        return command.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println("error: " + failure.getMessage());
            return failed.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options options = options();
        if (writesPage()) {
            COMPARISON.check(place.page());
        }
        try (var comparison = new Comparison(options, progress)) {
            var atExit = new Thread(comparison::close, "ends the gateways");
            Runtime.getRuntime().addShutdownHook(atExit);
            Results results = comparison.run();
            Runtime.getRuntime().removeShutdownHook(atExit);
            report(results, options);
        }
        return 0;
    }

    Options options() {
        List<Load> chosen = loads.stream().map(this::load).toList();
        for (String peer : peers) {
            if (!PEERS.contains(peer) && !peer.equals("none")) {
                throw wrong("--peers: expected some of " + PEERS + ", found '" + peer + "'");
            }
        }
        if (rounds < 1 || seconds <= 0) {
            throw wrong("--rounds and --seconds: expected more than 0");
        }
        return new Options(
                place.root(),
                peers,
                chosen,
                quick ? 1 : rounds,
                Duration.ofMillis(quick ? 1000 : Math.round(seconds * 1000)),
                quick ? 1 : Math.min(rounds, MOST_STARTS),
                !noInstall,
                place.gatewayCore());
    }

    private void report(Results results, Options options) throws IOException {
        var report = new MarkdownReport(results, options.loads(), Facts.of(options));
        String plain = report.text("");
        output.println(plain);
        if (out != null) {
            Files.writeString(out, plain);
        } else if (writesPage()) {
            Files.writeString(place.page().resolveSibling(PLOT), new SvgPlot(results, options.loads()).text());
            COMPARISON.write(place.page(), report.text(PLOT));
            progress.println("Wrote " + place.page() + " and its plot.");
        }
    }

    private boolean writesPage() {
        return out == null && !quick;
    }

    private Load load(String key) {
        List<String> known = Arrays.stream(Load.values()).map(Load::key).toList();
        return Load.of(key).orElseThrow(() -> wrong("--loads: expected some of " + known + ", found '" + key + "'"));
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    /**
     * Where the command runs.
     *
     * @param root the folder of the project
     * @param gatewayCore the core set apart for the gateways, if this process has been kept off it
     */
    record Place(Path root, Optional<String> gatewayCore) {
        static Place here() {
            return new Place(
                    Path.of(System.getProperty("llmrouter.benchmarks.root", "")).toAbsolutePath(),
                    Optional.ofNullable(System.getProperty("llmrouter.benchmarks.gateway-core"))
                            .filter(core -> !core.isEmpty()));
        }

        Path page() {
            return root.resolve("docs/benchmarks.md");
        }
    }
}
