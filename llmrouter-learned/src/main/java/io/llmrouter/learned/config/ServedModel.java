package io.llmrouter.learned.config;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.cascade.TrainedCascade;
import io.llmrouter.learned.encode.EncoderException;
import io.llmrouter.learned.encode.Encoders;
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
     * Loads it, with its encoder if it needs one: that of {@code llmrouter.encoder}, else that of its training. To be
     * closed by whoever asked for it.
     *
     * @param encoders what opens encoders
     * @throws ConfigurationException if none is named, or it or its encoder cannot be had
     */
    public static TrainedRouter load(Settings settings, Encoders encoders) {
        String encoder = settings.section("llmrouter").text("encoder").orElse(null);
        TrainedRouter router = loaded(settings, () -> TrainedRouter.load(file(settings), encoders, encoder));
        if (router.needsVectors()) {
            throw settings.section("llmrouter")
                    .problem(
                            "encoder",
                            "the encoder of the vectors that came with the training data, as onnx:FOLDER or"
                                    + " endpoint:NAME, of "
                                    + router.encoderIdentity().orElseThrow().dimensions() + " dimensions");
        }
        return router;
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
        } catch (EncoderException refused) {
            ConfigurationException problem = settings.section("llmrouter")
                    .problem("encoder", "an encoder that can be used (" + refused.summary() + "). " + refused.help());
            problem.addSuppressed(refused);
            throw problem;
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
