package io.llmrouter.cli;

import io.llmrouter.cli.chaos.Rehearsal;
import io.llmrouter.cli.chaos.Result;
import io.llmrouter.cli.chaos.Scenario;
import io.llmrouter.cli.chaos.Scenarios;
import io.llmrouter.cli.chaos.Scorecard;
import io.llmrouter.cli.chaos.Verdict;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.testkit.WireKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code llmrouter chaos}. */
@Command(
        name = "chaos",
        description = {
            "See what your policy does when a provider fails.",
            "",
            "Puts fake providers of this machine in the place of yours, lets one model fail in sixteen ways (limits, errors,"
                    + " silence, streams that break), and judges what a caller gets and how often the models are asked. Your"
                    + " retries, deadlines, fallbacks and circuit breakers count; your providers and keys are not used.",
            "",
            "pass: the whole answer, or the error that is due. safe: an error in good time. fail: a hang, a part of an answer"
                    + " presented as the whole, or too many attempts, or too late.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:No scenario failed.",
            "1:A scenario failed, or there is no usable configuration.",
            ExitCodes.HELP_MISUSE
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter chaos",
            "  llmrouter chaos --config llmrouter.yaml --scenario S07,S09 --scale 1",
            "  llmrouter chaos --all --format bedrock --json"
        })
final class ChaosCommand implements Callable<Integer> {
    private static final double SMALLEST_SCALE = 0.02;
    private static final String CLEAR = "\r\u001b[K";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--scenario",
            paramLabel = "ID",
            split = ",",
            description = "Only these, such as S07 or F02; else the sixteen from S01 to S16.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "Also the further faults, F01 to F19.")
    private boolean all;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description = "The model that fails; else the first that has fallbacks.")
    private @Nullable String model;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "The format of all models: openai, anthropic or bedrock. Default: each model's own.")
    private @Nullable WireKind format;

    @Option(names = "--plain", description = "Ask for plain answers, not for streams; some faults fall away.")
    private boolean plain;

    @Option(
            names = "--scale",
            paramLabel = "PART",
            defaultValue = "0.1",
            description = "Which part of its real length everything takes, deadlines included: 1 for real time."
                    + " Default: ${DEFAULT-VALUE}.")
    private double scale;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private int done;

    @Override
    public Integer call() throws InterruptedException {
        Console console = root.console();
        if (!(scale >= SMALLEST_SCALE && scale <= 1)) {
            throw misuse("--scale: expected " + SMALLEST_SCALE + " to 1, found " + scale);
        }
        List<Scenario> wanted = wanted();
        RouterConfig read = config.read(console);
        ModelEntry primary = primary(read);
        var rehearsal = new Rehearsal(read, primary.name(), format, !plain, scale);
        List<Scenario> scenarios = rehearsal.fitting(wanted);
        if (scenarios.isEmpty()) {
            throw misuse("--scenario: expected one that makes sense of plain answers, found streams alone");
        }
        if (!json) {
            announce(console, primary, scenarios.size());
        }
        List<Result> results = rehearsal.run(scenarios, result -> progress(console, scenarios.size()));
        if (console.terminals().error()) {
            console.err().print(CLEAR);
            console.err().flush();
        }
        var scorecard = new Scorecard(results);
        if (json) {
            console.out().println(Json.text(scorecard.json()));
        } else {
            scorecard.print(console);
        }
        return scorecard.count(Verdict.FAIL) == 0 ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private List<Scenario> wanted() {
        if (ids.isEmpty()) {
            return all
                    ? Stream.concat(Scenarios.scorecard().stream(), Scenarios.further().stream())
                            .toList()
                    : Scenarios.scorecard();
        }
        var wanted = new ArrayList<Scenario>();
        for (String id : ids) {
            wanted.add(Scenarios.byId(id)
                    .orElseThrow(() -> misuse("--scenario: expected S01 to S16 or F01 to F19, found '" + id + "'")));
        }
        return wanted;
    }

    private ModelEntry primary(RouterConfig read) {
        if (model != null) {
            return read.models().stream()
                    .filter(entry -> entry.name().equals(model))
                    .findFirst()
                    .orElseThrow(() -> misuse("--model: expected one of "
                            + String.join(
                                    ", ",
                                    read.models().stream().map(ModelEntry::name).toList())
                            + ", found '" + model + "'"));
        }
        return read.models().stream()
                .filter(entry -> !entry.fallbacks().isEmpty())
                .findFirst()
                .orElse(read.models().get(0));
    }

    private void announce(Console console, ModelEntry primary, int scenarios) {
        String then = primary.fallbacks().isEmpty()
                ? "which has no fallback"
                : "whose fallbacks are " + String.join(", ", primary.fallbacks());
        String time = scale == 1 ? "in real time" : String.format(Locale.ROOT, "at %.0f times the speed", 1 / scale);
        console.out()
                .println(console.style().bold(primary.name()) + ", " + then + ", in " + scenarios
                        + (scenarios == 1 ? " scenario, " : " scenarios, ") + (plain ? "plain, " : "streamed, ")
                        + time);
        console.out().println();
    }

    private void progress(Console console, int scenarios) {
        done++;
        if (console.terminals().error()) {
            console.err().print(CLEAR + done + " of " + scenarios);
            console.err().flush();
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
