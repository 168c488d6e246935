package io.llmrouter.cli;

import io.llmrouter.cli.terminal.Console;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.cascade.TrainedCascade;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final EncoderOption encoder = new EncoderOption();

    /** The router with its encoder, to be closed. */
    TrainedRouter load(Console console) {
        return TrainedRouter.load(console.folder().resolve(file), encoder.encoders(console), encoder.instead());
    }

    /** The router as it was saved: it cannot predict where that takes an encoder. */
    TrainedRouter loadWithoutEncoder(Console console) {
        return TrainedRouter.loadWithoutEncoder(console.folder().resolve(file));
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
