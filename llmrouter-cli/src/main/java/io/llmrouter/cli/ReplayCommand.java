package io.llmrouter.cli;

import io.llmrouter.api.Router;
import io.llmrouter.cli.journal.Replay;
import io.llmrouter.cli.journal.ReplayPage;
import io.llmrouter.cli.journal.ReplayResult;
import io.llmrouter.cli.journal.ReplayText;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code llmrouter replay}. */
@Command(
        name = "replay",
        description = {
            "Run recorded traffic through another configuration, offline: what would change in cost, latency and shares?",
            "",
            "No model is called. A call's tokens stay as they were, at the prices of the new configuration; the latency of a"
                    + " model is its median in the recording. Strategies that read the prompt need a journal with"
                    + " journal.prompts: true. Strategies that follow the state of the moment, such as latency and"
                    + " least_busy, choose as they would at their start.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter replay ~/.llmrouter/journal --config new.yaml",
            "  llmrouter replay journal --config new.yaml --router cost --since 7d --report replay.html"
        })
final class ReplayCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Parameters(paramLabel = "TRACE", description = "The journal's folder, or one of its files.")
    @SuppressWarnings("NullAway.Init")
    private Path trace;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final StrategyOption strategy = new StrategyOption();

    @Mixin
    private final SinceOption since = new SinceOption();

    @Option(names = "--report", paramLabel = "FILE", description = "Write a page with plots, in HTML.")
    private @Nullable Path report;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        strategy.check();
        Console console = root.console();
        RouterConfig read = strategy.applyTo(config.read(console)).withoutJournal();
        ReplayResult result;
        try (Router router = LlmRouter.of(read)) {
            var replay = new Replay(router, read.routing().strategy());
            JournalReader.read(console.folder().resolve(trace), since.instant(), replay::take);
            result = replay.result();
        }
        if (json) {
            console.out().println(Json.text(ReplayText.json(result)));
        } else {
            new ReplayText(console).print(result);
        }
        if (report != null) {
            Path file = console.folder().resolve(report);
            Files.writeString(file, ReplayPage.of(result));
            console.err().println("The report is in " + file);
        }
        return ExitCodes.OK;
    }
}
