package io.llmrouter.learned.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.config.ServedModel;
import io.llmrouter.learned.config.ServedRouter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code llmrouter}, or the name of a learner such as {@code knnrouter}: a router that was trained on data chooses.
 *
 * <p>Settings: {@code llmrouter.model_path}, the saved router, which is loaded again when it changes; {@code llmrouter.config_path}, the
 * router's own file, which names the saved router where {@code model_path} does not; {@code llmrouter.name}, its learner,
 * checked if set; {@code llmrouter.models}, from names of trained models to configured ones where they differ. The same
 * keys are read without their section, and {@code llmrouter_name} and {@code llmrouter_config}. With {@code
 * feedback.enabled} it learns of the scores of answers, unless {@code feedback.learn} is off.
 */
public final class LlmrouterStrategyProvider implements RoutingStrategyProvider {
    private static final System.Logger LOG = System.getLogger(LlmrouterStrategyProvider.class.getName());

    private static final int WINDOW = 500;

    /** A provider serves one factory of routers, and so all configurations that follow each other there. */
    private final ServedHistory history = new ServedHistory();

    @Override
    public String name() {
        return "llmrouter";
    }

    @Override
    public Set<String> aliases() {
        var names = new HashSet<>(RouterTrainer.learners());
        names.addAll(RouterTrainer.aliases());
        // The strategy random has that name: it needs no training.
        names.remove("randomrouter");
        return Set.copyOf(names);
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        Settings settings = config.settings();
        if (ServedModel.isCascade(settings)) {
            return new AutomixStrategyProvider().create(config);
        }
        return ServedStrategy.start(ServedModel.file(settings), () -> load(config));
    }

    private ServedVersion load(StrategyConfig config) {
        Settings settings = config.settings();
        TrainedRouter router = ServedModel.load(settings);
        checkName(settings, router);
        ServedRouter served = ServedRouter.of(router, settings, config.models());
        if (!served.mapping().isComplete()) {
            LOG.log(System.Logger.Level.WARNING, served.mapping().unmatched());
        }
        if (!router.verdict().startsWith("It beats the best single model:")) {
            LOG.log(System.Logger.Level.WARNING, "The learned router is of doubtful use. {0}", router.verdict());
        }
        String fingerprint = router.fingerprint();
        @Nullable DriftWatch drift = drift(settings, router, fingerprint);
        var trained = new LlmrouterStrategy(served, drift);
        if (!LearningSettings.isOn(settings)) {
            return new ServedVersion(served, trained, drift, null, null);
        }
        LearningSettings learning = LearningSettings.read(settings);
        Path file = LearningSettings.file(settings);
        var scores = new ScoreFile(file, fingerprint);
        ScoreBook book = history.book(List.of(fingerprint, file, learning.discount()), () -> {
            var begun = new ScoreBook(router.models().size(), learning.discount());
            scores.load(begun);
            return begun;
        });
        var strategy = new LearningStrategy(trained, learning, book, config.random());
        return new ServedVersion(served, strategy, drift, book, scores);
    }

    private @Nullable DriftWatch drift(Settings settings, TrainedRouter router, String fingerprint) {
        Settings drift = settings.section("drift");
        double window = drift.number("window").orElse(WINDOW);
        if (window != 0 && !(window >= 20 && window <= 100_000)) {
            throw drift.problem("window", "a number of decisions from 20 to 100000, or 0 not to look");
        }
        return window == 0
                ? null
                : history.drift(
                        fingerprint,
                        router,
                        (int) window,
                        () -> DriftWatch.of(
                                router, (int) window, warning -> LOG.log(System.Logger.Level.WARNING, warning)));
    }

    private void checkName(Settings settings, TrainedRouter router) {
        Optional<String> strategy = settings.text("strategy")
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> aliases().contains(name));
        Optional<String> name = ServedModel.text(settings, "name").or(() -> settings.text("llmrouter_name"));
        for (String wanted : Stream.concat(name.stream(), strategy.stream()).toList()) {
            if (!RouterTrainer.canonicalName(wanted).equals(Optional.of(router.learner()))) {
                String known = RouterTrainer.learners().toString();
                throw settings.section("llmrouter")
                        .problem(
                                "name",
                                router.learner() + ", which the model file holds, and not \"" + wanted + "\", one of "
                                        + known);
            }
        }
    }
}
