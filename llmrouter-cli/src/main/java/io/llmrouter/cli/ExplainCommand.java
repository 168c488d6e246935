package io.llmrouter.cli;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.cli.journal.ExplainText;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code llmrouter explain}. */
@Command(
        name = "explain",
        description = {
            "Explain a call: who was considered, why the others were not chosen, what was tried, what it cost.",
            "",
            "It reads the journal, which is written where the configuration says journal: {enabled: true}.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter explain req_5f0c2a1b9d7e4f60a1b2c3d4   the id of the header x-llmrouter-request-id",
            "  llmrouter explain last"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final String LAST = "last";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Parameters(paramLabel = "REQUEST_ID", description = "The call's id, or `last` for the newest.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Console console = root.console();
        Path folder = journal.folder(console);
        var found = new AtomicReference<CallRecord>();
        JournalReader.read(folder, Instant.EPOCH, call -> {
            if (id.equals(LAST) || call.id().equals(id)) {
                found.set(call);
            }
        });
        CallRecord call = found.get();
        if (call == null) {
            throw new InvalidRequestException(
                    ErrorFacts.because("There is no call '" + id + "' in the journal " + folder)
                            .help("Calls are recorded where the configuration says journal: {enabled: true}; the"
                                    + " oldest are deleted once the folder has reached journal.max_bytes.")
                            .build());
        }
        if (json) {
            console.out().print(call.json());
        } else {
            new ExplainText(console).print(call);
        }
        return ExitCodes.OK;
    }
}
