package io.llmrouter.cli;

import io.llmrouter.cli.terminal.Console;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which journal a command reads. */
final class JournalOption {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "The journal's folder; else journal.path of the configuration.")
    private @Nullable Path folder;

    Path folder(Console console) {
        return folder != null
                ? console.folder().resolve(folder)
                : config.read(console).journal().path();
    }
}
