package io.llmrouter.cli;

import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.cascade.TrainedCascade;
import java.nio.file.Path;
import java.util.Optional;
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

    /** The cascade, if the file holds one. */
    Optional<TrainedCascade> cascade(Path folder) {
        Path found = folder.resolve(file);
        return TrainedCascade.isOne(found) ? Optional.of(TrainedCascade.load(found)) : Optional.empty();
    }

    /** The file as it was named. */
    Path file() {
        return file;
    }
}
