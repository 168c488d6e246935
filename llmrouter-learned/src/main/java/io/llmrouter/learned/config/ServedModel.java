package io.llmrouter.learned.config;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.file.ModelFileException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The trained router that the section {@code router} of a configuration names: {@code llmrouter.model_path}, else the one
 * that {@code llmrouter.config_path} names. The same keys are read without their section. Stateless.
 */
public final class ServedModel {
    private ServedModel() {}

    /**
     * Loads it.
     *
     * @throws ConfigurationException if none is named or it cannot be loaded
     */
    public static TrainedRouter load(Settings settings) {
        try {
            return TrainedRouter.load(file(settings));
        } catch (ModelFileException | InvalidPathException refused) {
            ConfigurationException problem = settings.section("llmrouter")
                    .problem("model_path", "a router that can be loaded: " + refused.getMessage());
            problem.addSuppressed(refused);
            throw problem;
        }
    }

    /**
     * Where it is.
     *
     * @throws ConfigurationException if none is named
     */
    public static Path file(Settings settings) {
        Optional<String> model = text(settings, "model_path");
        if (model.isPresent()) {
            return Path.of(model.get());
        }
        return text(settings, "config_path")
                .or(() -> settings.text("llmrouter_config"))
                .flatMap(file -> RouterFile.read(Path.of(file)).modelToLoad())
                .orElseThrow(() -> settings.section("llmrouter")
                        .problem("model_path", "the file of a trained router, as llmrouter train saves it"));
    }

    /** The text of a key in the section {@code llmrouter}, else beside it. */
    public static Optional<String> text(Settings settings, String key) {
        return settings.section("llmrouter").text(key).or(() -> settings.text(key));
    }
}
