package io.llmrouter.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code llmrouter version}. */
@Command(
        name = "version",
        description = "Show the version of LLMRouter, of Java and of the system.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExample:%n",
        footer = "  llmrouter version")
final class VersionCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Override
    public void run() {
        PrintWriter out = root.console().out();
        for (String line : new Version().getVersion()) {
            out.println(line);
        }
    }
}
