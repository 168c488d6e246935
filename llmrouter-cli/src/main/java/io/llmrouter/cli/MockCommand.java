package io.llmrouter.cli;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.Faults;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code llmrouter mock}. */
@Command(
        name = "mock",
        description = {
            "Run a fake provider that speaks OpenAI, Anthropic and Bedrock, to try a configuration against.",
            "",
            "It repeats the last user message, or answers with --reply or --tokens. A fault happens to the models that"
                    + " --fault names, and to any model whose name is one of those below. It asks for no key and listens on"
                    + " the own machine only.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter mock --port 9000",
            "  llmrouter mock --models fast,strong --fault strong=status-503 --token-delay 20ms --tokens 100",
            "",
            "Faults (N is a number; with -once behind it, only the first request meets the fault):"
        })
final class MockCommand implements Callable<Integer> {
    private static final String PREFIX = "fault-";
    private static final int MOST_TOKENS = 100_000;
    private static final int INPUT_TOKENS = 10;

    /** What the addresses are for. */
    enum Format {
        OPENAI,
        ANTHROPIC,
        BEDROCK;

        String url(FakeProvider fake) {
            return switch (this) {
                case OPENAI -> fake.openAiUrl();
                case ANTHROPIC -> fake.anthropicUrl();
                case BEDROCK -> fake.bedrockUrl();
            };
        }
    }

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "NUMBER",
            defaultValue = "9000",
            description = "The port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description =
                    "Show the address for this format alone: openai, anthropic or bedrock. All three are answered.")
    private @Nullable Format format;

    @Option(
            names = "--models",
            paramLabel = "NAME",
            split = ",",
            description = "The models there are; any other is answered 404. Without it, there is every model.")
    private List<String> models = List.of();

    @Option(names = "--reply", paramLabel = "TEXT", description = "What every model answers.")
    private @Nullable String reply;

    @Option(
            names = "--tokens",
            paramLabel = "NUMBER",
            description = "Answer with so many words, and report them as so many tokens.")
    private @Nullable Integer tokens;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            defaultValue = "0ms",
            converter = Durations.class,
            description = "Wait so long before each answer, as in 200ms.")
    private Duration delay = Duration.ZERO;

    @Option(
            names = "--token-delay",
            paramLabel = "TIME",
            defaultValue = "0ms",
            converter = Durations.class,
            description = "Wait so long between two words of a stream, as in 20ms.")
    private Duration tokenDelay = Duration.ZERO;

    @Option(
            names = "--fault",
            paramLabel = "MODEL=FAULT",
            description = "Let a model have one of the faults below, such as strong=status-503. Can be repeated.")
    private Map<String, String> faults = new LinkedHashMap<>();

    /** Adds all faults to the help of this command among others, each with what happens. */
    static void describeFaults(CommandLine root) {
        root.getSubcommands().values().stream()
                .filter(command -> command.getCommand() instanceof MockCommand)
                .forEach(command -> describeFaults(command.getCommandSpec().usageMessage()));
    }

    private static void describeFaults(UsageMessageSpec usage) {
        var lines = new ArrayList<>(List.of(usage.footer()));
        Faults.descriptions().forEach((name, text) -> lines.add(String.format(Locale.ROOT, "  %-28s %s", name, text)));
        usage.footer(lines.toArray(String[]::new));
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        Console console = root.console();
        try (FakeProvider fake = FakeProvider.start(port).withFaultModels()) {
            script(fake);
            console.out().println("A fake provider listens. As base_url of a model:");
            for (Format shown : format == null ? Format.values() : new Format[] {format}) {
                String name = shown.name().toLowerCase(Locale.ROOT);
                console.out().println(String.format(Locale.ROOT, "  %-10s %s", name, shown.url(fake)));
            }
            new CountDownLatch(1).await(); // until the process is stopped
        } catch (UncheckedIOException cannotListen) {
            throw ConfigurationException.of("--port", "a port that is free", String.valueOf(cannotListen.getMessage()));
        }
        return ExitCodes.OK;
    }

    private void check() {
        if (reply != null && tokens != null) {
            throw misuse("--reply and --tokens cannot both be given");
        }
        if (tokens != null && (tokens < 1 || tokens > MOST_TOKENS)) {
            throw misuse("--tokens: expected 1 to " + MOST_TOKENS + ", found " + tokens);
        }
        faults.forEach((model, fault) -> {
            if (answers(fault).isEmpty()) {
                throw misuse("--fault: expected one of those that llmrouter mock --help lists, found '" + fault + "'");
            }
        });
    }

    private void script(FakeProvider fake) {
        Answer usual = paced(usual());
        fake.scriptAny(usual);
        if (!models.isEmpty()) {
            models.forEach(model -> fake.script(model, usual));
            fake.scriptAny(Answer.fault(Fault.status(
                    404, "model_not_found", "There is no such model; there are " + String.join(", ", models))));
        }
        faults.forEach((model, fault) ->
                fake.script(model, answers(fault).stream().map(this::paced).toArray(Answer[]::new)));
    }

    private Answer usual() {
        if (tokens != null) {
            String words = IntStream.rangeClosed(1, tokens)
                    .mapToObj(number -> "word" + number)
                    .collect(Collectors.joining(" "));
            return Answer.text(words).usage(INPUT_TOKENS, tokens);
        }
        return reply == null ? Answer.echo() : Answer.text(reply);
    }

    private Answer paced(Answer answer) {
        Answer late = delay.isZero() ? answer : answer.after(delay);
        return tokenDelay.isZero() ? late : late.between(tokenDelay);
    }

    private static List<Answer> answers(String fault) {
        return Faults.byModelName(fault.startsWith(PREFIX) ? fault : PREFIX + fault);
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
