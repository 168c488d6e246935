package io.llmrouter.cli;

import io.llmrouter.cli.terminal.Console;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code llmrouter mock}. */
@Command(
        name = "mock",
        description = {
            "Run a fake provider that speaks OpenAI, Anthropic and Bedrock, to try a configuration against.",
            "",
            "It repeats the last user message, or answers with --reply. The name of a model chooses a fault, such as"
                    + " fault-status-503, fault-silence or fault-die-after-40; with -once behind it only the first request"
                    + " fails. It asks for no key and listens on the own machine only.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {"  llmrouter mock --port 9000", "  llmrouter mock --port 9000 --reply \"All is well.\""})
final class MockCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "NUMBER",
            defaultValue = "9000",
            description = "The port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--reply", paramLabel = "TEXT", description = "What every model answers.")
    private @Nullable String reply;

    @Override
    public Integer call() throws InterruptedException {
        Console console = root.console();
        try (FakeProvider fake = FakeProvider.start(port).withFaultModels()) {
            if (reply != null) {
                fake.scriptAny(Answer.text(reply));
            }
            console.out().println("A fake provider listens. As base_url of a model:");
            console.out().println("  openai     " + fake.openAiUrl());
            console.out().println("  anthropic  " + fake.anthropicUrl());
            console.out().println("  bedrock    " + fake.bedrockUrl());
            new CountDownLatch(1).await(); // until the process is stopped
        }
        return ExitCodes.OK;
    }
}
