package io.llmrouter.cli.learn;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.core.config.RoutingConfig;
import io.llmrouter.learned.Explanation;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.config.ServedModel;
import io.llmrouter.learned.config.ServedRouter;
import io.llmrouter.learned.encode.EncoderException;
import io.llmrouter.learned.encode.Encoders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Explains the decisions of a learned router, which is closed with it. Immutable. */
public final class Explanations implements AutoCloseable {
    private static final int MOST = 5;

    private final ServedRouter router;
    private final List<ModelInfo> models;

    private Explanations(ServedRouter router, List<ModelInfo> models) {
        this.router = router;
        this.models = models;
    }

    /**
     * Loads the trained router of a configuration, to be closed; empty if the strategy is not a learned one.
     *
     * @param configured the router of that configuration
     */
    public static Optional<Explanations> of(RoutingConfig routing, Router configured) {
        String strategy = routing.strategy().toLowerCase(Locale.ROOT);
        boolean learned = strategy.equals("llmrouter")
                || (RouterTrainer.canonicalName(strategy).isPresent() && !strategy.equals("randomrouter"));
        if (!learned || ServedModel.isCascade(routing.settings())) {
            return Optional.empty();
        }
        List<ModelInfo> models = configured.models();
        Encoders encoders = Encoders.of(configured.embeddingModels(), configured::embeddingModel);
        TrainedRouter trained = ServedModel.load(routing.settings(), encoders);
        return Optional.of(new Explanations(ServedRouter.of(trained, routing.settings(), models), models));
    }

    /** Explains a decision; empty if the strategy had nothing to choose, or the encoder gives no vector. */
    public Optional<Explained> of(String query, RoutingDecision decision) {
        List<ModelInfo> candidates = models.stream()
                .filter(model -> decision.candidates().stream()
                        .anyMatch(considered -> considered.model().equals(model.name()) && isChoosable(considered)))
                .toList();
        try {
            ServedRouter.Forecast forecast = router.forecast(query, candidates);
            if (!forecast.isOfAny()) {
                return Optional.empty();
            }
            Explanation explanation = router.explain(query, forecast, MOST);
            return Optional.of(new Explained(explanation, decision, router, names(forecast, candidates)));
        } catch (EncoderException without) {
            // The decision was made without a prediction too, and its reason says so.
            return Optional.empty();
        }
    }

    private static boolean isChoosable(Considered considered) {
        return considered.excluded() == null && considered.score() != null;
    }

    /** The configured name of each trained model, or its own where it is no candidate. */
    private List<String> names(ServedRouter.Forecast forecast, List<ModelInfo> candidates) {
        var names = new ArrayList<>(router.router().models());
        for (int i = 0; i < names.size(); i++) {
            if (forecast.isOf(i)) {
                names.set(i, candidates.get(forecast.candidateOf()[i]).name());
            }
        }
        return names;
    }

    @Override
    public void close() {
        router.router().close();
    }
}
