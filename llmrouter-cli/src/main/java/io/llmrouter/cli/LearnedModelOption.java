package io.llmrouter.cli;

import io.llmrouter.learned.TrainedRouter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which trained router a command works with. */
final class LearnedModelOption {
    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "FILE",
            description = "The trained router, as llmrouter train saves it.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    TrainedRouter load(Path folder) {
        return TrainedRouter.load(folder.resolve(file));
    }

    /** The file as it was named. */
    Path file() {
        return file;
    }
}
