package io.llmrouter.cli;

import io.llmrouter.cli.demo.Demo;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code llmrouter demo}. */
@Command(
        name = "demo",
        description = {
            "See the router at work, without a key or a network.",
            "",
            "Starts fake providers of three kinds on this machine (OpenAI's, Anthropic's and Bedrock's formats), sends a"
                    + " dozen prompts through every built-in strategy over real sockets, and shows who answered, why, for"
                    + " how many tokens, how much money and how long. Then a model fails and its fallback answers, and one"
                    + " answer is streamed live.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {"  llmrouter demo", "  llmrouter demo --strategy rules", "  llmrouter demo --fast --json"})
final class DemoCommand implements Runnable {
    /** For the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Demo.strategies().iterator();
        }
    }

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-s", "--strategy"},
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "Only this strategy, with the answers: ${COMPLETION-CANDIDATES}.")
    private @Nullable String strategy;

    @Option(names = "--fast", description = "Let the providers answer without their usual delays.")
    private boolean fast;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public void run() {
        List<String> strategies = strategies();
        Logs.warningsTo(root.console());
        var demo = new Demo(root.console(), fast);
        if (json) {
            demo.json(strategies);
        } else {
            demo.show(strategies);
        }
    }

    private List<String> strategies() {
        List<String> all = Demo.strategies();
        if (strategy == null) {
            return all;
        }
        String wanted = strategy.toLowerCase(Locale.ROOT);
        if (!all.contains(wanted)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--strategy: expected one of " + String.join(", ", all) + ", found '" + strategy + "'");
        }
        return List.of(wanted);
    }
}
