package io.llmrouter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code llmrouter list-routers}. */
@Command(
        name = "list-routers",
        description = "List the strategies that router.strategy and --router can name, with those of plug-ins.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExample:%n",
        footer = "  llmrouter list-routers")
final class ListRoutersCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Override
    public void run() {
        Installed.strategies().forEach(root.console().out()::println);
    }
}
