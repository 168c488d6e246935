package io.llmrouter.cli;

import io.llmrouter.cli.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others. */
@Command(
        name = "llmrouter",
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            InferCommand.class,
            ChatCommand.class,
            RouteCommand.class,
            DoctorCommand.class,
            ServeCommand.class,
            UsageCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            MockCommand.class,
            ChaosCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            CalibrateCommand.class,
            ListRoutersCommand.class,
            CompletionCommand.class,
            WarmUpCommand.class,
            VersionCommand.class
        },
        description = "Routes chat requests among language models.",
        footerHeading = "%nStart here:%n",
        footer = {
            "  llmrouter demo               see every strategy at work, without a key or a network",
            "  llmrouter doctor             check your llmrouter.yaml",
            "  llmrouter infer -q \"Hello\"   ask the model that your strategy chooses",
            "  llmrouter chat               talk to your models in the terminal",
            "  llmrouter serve              offer it to every client of OpenAI's API",
            "",
            "Each command explains itself: llmrouter <command> --help"
        })
final class LlmRouterCommand implements Runnable {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean version;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show details, and the stack trace of an error.")
    private boolean verbose;

    LlmRouterCommand(Console console) {
        this.console = console;
    }

    /** Runs a command line and says what to exit with. */
    static int run(Console console, String... arguments) {
        var root = new LlmRouterCommand(console);
        var errors = new Errors(root);
        var commandLine = new CommandLine(root)
                .setOut(console.out())
                .setErr(console.err())
                .setColorScheme(Help.defaultColorScheme(console.style().ansi() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(Math.min(100, console.width()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
        MockCommand.describeFaults(commandLine);
        try {
            return commandLine.execute(arguments);
        } catch (Error failure) {
            return errors.report(failure);
        }
    }

    @Override
    public void run() {
        console.out().println(console.style().bold("LLMRouter") + " v" + Version.number());
        console.out().println();
        spec.commandLine().usage(console.out());
    }

    Console console() {
        return console;
    }

    boolean verbose() {
        return verbose;
    }
}
