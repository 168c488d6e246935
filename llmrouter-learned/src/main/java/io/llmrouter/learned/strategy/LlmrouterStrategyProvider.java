package io.llmrouter.learned.strategy;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.file.ModelFileException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code llmrouter}: a router that was trained on data chooses.
 *
 * <p>Settings: {@code llmrouter.model_path}, the saved router, which is loaded once; {@code llmrouter.name}, its learner,
 * checked if set; {@code llmrouter.models}, from names of trained models to configured ones where they differ. The same
 * keys are read without their section, and {@code llmrouter_name} for the name.
 */
public final class LlmrouterStrategyProvider implements RoutingStrategyProvider {
    private static final System.Logger LOG = System.getLogger(LlmrouterStrategyProvider.class.getName());

    @Override
    public String name() {
        return "llmrouter";
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        Settings settings = config.settings();
        TrainedRouter router = load(settings);
        checkName(settings, router);
        ModelMapping mapping = ModelMapping.of(
                router.models(), config.models(), settings.section("llmrouter").section("models"));
        if (!mapping.problems().isEmpty()) {
            throw new ConfigurationException(mapping.problems());
        }
        if (!mapping.isComplete()) {
            LOG.log(System.Logger.Level.WARNING, mapping.unmatched());
        }
        if (!router.verdict().startsWith("It beats the best single model:")) {
            LOG.log(System.Logger.Level.WARNING, "The learned router is of doubtful use. {0}", router.verdict());
        }
        return new LlmrouterStrategy(router, mapping);
    }

    private static TrainedRouter load(Settings settings) {
        String path = text(settings, "model_path")
                .orElseThrow(() -> settings.section("llmrouter")
                        .problem("model_path", "the file of a trained router, as llmrouter train saves it"));
        try {
            return TrainedRouter.load(Path.of(path));
        } catch (ModelFileException | InvalidPathException refused) {
            ConfigurationException problem = settings.section("llmrouter")
                    .problem("model_path", "a router that can be loaded: " + refused.getMessage());
            problem.addSuppressed(refused);
            throw problem;
        }
    }

    private static void checkName(Settings settings, TrainedRouter router) {
        Optional<String> name = text(settings, "name").or(() -> settings.text("llmrouter_name"));
        if (name.isEmpty() || name.get().equalsIgnoreCase(router.learner())) {
            return;
        }
        String known = RouterTrainer.learners().toString();
        throw settings.section("llmrouter")
                .problem("name", router.learner() + ", which the model file holds, one of " + known);
    }

    private static Optional<String> text(Settings settings, String key) {
        return settings.section("llmrouter").text(key).or(() -> settings.text(key));
    }
}
