package io.llmrouter.cli;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.cli.learn.RouterFileConfig;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.learned.config.RouterFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration a command works with. */
final class ConfigOption {
    private static final String USUAL = "llmrouter.yaml";
    private static final String VARIABLE = "LLMROUTER_CONFIG";
    private static final String EXAMPLE = """
            Name one with --config FILE, or create ./llmrouter.yaml, for a start with:
              llms:
                fast:
                  provider: openai
                  model: gpt-4o-mini
              router:
                strategy: cost
            and set OPENAI_API_KEY. Without any configuration, see: llmrouter demo""";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration, or a learned router's own file; else ./llmrouter.yaml, else that of"
                    + " $LLMROUTER_CONFIG.")
    private @Nullable Path file;

    /** The file: of the option, of the current folder, or of the variable. */
    Path file(Console console) {
        return file == null ? usual(console) : console.folder().resolve(file);
    }

    /** The file where none is named. */
    static Path usual(Console console) {
        Path usual = console.folder().resolve(USUAL);
        if (Files.exists(usual)) {
            return usual;
        }
        return console.variable(VARIABLE)
                .map(Path::of)
                .orElseThrow(() -> new InvalidRequestException(
                        ErrorFacts.because("There is no configuration: expected --config, ./" + USUAL + " or $"
                                        + VARIABLE + ", found none of them")
                                .help(EXAMPLE)
                                .build()));
    }

    /** The configuration, read and checked; from now on warnings are shown. */
    RouterConfig read(Console console) {
        Logs.warningsTo(console);
        Path found = file(console);
        return RouterFile.isOne(found)
                ? RouterFileConfig.of(found, Installed.providers(), console.variable("API_KEYS"))
                : LlmRouter.configOf(found);
    }
}
