package io.llmrouter.cli;

import io.llmrouter.cli.journal.Grouping;
import io.llmrouter.cli.journal.UsageText;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.journal.JournalReader;
import io.llmrouter.core.journal.UsageRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code llmrouter usage}. */
@Command(
        name = "usage",
        description = {
            "Show what was used and what it cost: calls, tokens and USD by model, client key and day.",
            "",
            "It reads the journal, which is written where the configuration says journal: {enabled: true}. Saved is what the"
                    + " answers would have cost more at the dearest model.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter usage",
            "  llmrouter usage --since 7d --by day,model",
            "  llmrouter usage --journal /var/lib/llmrouter/journal --by key --json"
        })
final class UsageCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final SinceOption since = new SinceOption();

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "WHAT",
            description = "What to add up by: ${COMPLETION-CANDIDATES}; model if absent.")
    private List<Grouping> by = new ArrayList<>(List.of(Grouping.MODEL));

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Console console = root.console();
        Path folder = journal.folder(console);
        var groups = EnumSet.copyOf(by);
        List<UsageRow> rows = Grouping.sum(
                JournalReader.usage(
                        folder, since.instant().atZone(ZoneOffset.UTC).toLocalDate()),
                groups);
        if (json) {
            console.out().println(Json.text(UsageText.json(rows, groups)));
        } else {
            new UsageText(console).print(folder, rows, groups);
        }
        return ExitCodes.OK;
    }
}
