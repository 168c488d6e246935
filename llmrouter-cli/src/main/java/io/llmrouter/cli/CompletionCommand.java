package io.llmrouter.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code llmrouter completion}. */
@Command(
        name = "completion",
        description = {"Print a script that lets a shell complete the commands and options of llmrouter.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(llmrouter completion bash)                                          # in ~/.bashrc",
            "  source <(llmrouter completion zsh)                                           # in ~/.zshrc",
            "  llmrouter completion fish > ~/.config/fish/completions/llmrouter.fish"
        })
final class CompletionCommand implements Runnable {
    /** The shells whose scripts there are. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    @Override
    public void run() {
        CommandLine llmrouter = spec.root().commandLine();
        // The script of picocli is for bash and for zsh, and finds out itself which of them runs it.
        root.console()
                .out()
                .print(shell == Shell.FISH ? FishCompletion.of(llmrouter) : AutoComplete.bash("llmrouter", llmrouter));
        root.console().out().flush();
    }
}
