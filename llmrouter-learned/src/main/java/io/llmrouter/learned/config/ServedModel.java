package io.llmrouter.learned.config;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.cascade.TrainedCascade;
import io.llmrouter.learned.file.ModelFileException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

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
        return loaded(settings, () -> TrainedRouter.load(file(settings)));
    }

    /** Whether the file that is named holds a cascade. */
    public static boolean isCascade(Settings settings) {
        return loaded(
                settings,
                () -> fileIfNamed(settings).filter(TrainedCascade::isOne).isPresent());
    }

    /**
     * Loads a cascade, of {@code automix.model_path} too, if one is named.
     *
     * @throws ConfigurationException if it cannot be loaded
     */
    public static Optional<TrainedCascade> cascade(Settings settings) {
        return loaded(
                settings,
                () -> settings.section(TrainedCascade.NAME)
                        .text("model_path")
                        .map(Path::of)
                        .or(() -> fileIfNamed(settings))
                        .map(TrainedCascade::load));
    }

    private static <T> T loaded(Settings settings, Supplier<T> load) {
        try {
            return load.get();
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
        return fileIfNamed(settings)
                .orElseThrow(() -> settings.section("llmrouter")
                        .problem("model_path", "the file of a trained router, as llmrouter train saves it"));
    }

    private static Optional<Path> fileIfNamed(Settings settings) {
        Optional<String> model = text(settings, "model_path");
        return model.isPresent()
                ? model.map(Path::of)
                : text(settings, "config_path")
                        .or(() -> settings.text("llmrouter_config"))
                        .flatMap(file -> RouterFile.read(Path.of(file)).modelToLoad());
    }

    /** The text of a key in the section {@code llmrouter}, else beside it. */
    public static Optional<String> text(Settings settings, String key) {
        return settings.section("llmrouter").text(key).or(() -> settings.text(key));
    }
}
