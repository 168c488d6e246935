package io.llmrouter.cli.learn;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.core.config.RoutingConfig;
import io.llmrouter.learned.Explanation;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.config.ServedModel;
import io.llmrouter.learned.config.ServedRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Explains the decisions of a learned router. Immutable. */
public final class Explanations {
    private static final int MOST = 5;

    private final ServedRouter router;
    private final List<ModelInfo> models;

    private Explanations(ServedRouter router, List<ModelInfo> models) {
        this.router = router;
        this.models = models;
    }

    /**
     * Loads the trained router of a configuration; empty if the strategy is not a learned one.
     *
     * @param models the configured models
     */
    public static Optional<Explanations> of(RoutingConfig routing, List<ModelInfo> models) {
        String strategy = routing.strategy().toLowerCase(Locale.ROOT);
        boolean learned = strategy.equals("llmrouter")
                || (RouterTrainer.canonicalName(strategy).isPresent() && !strategy.equals("randomrouter"));
        return learned && !ServedModel.isCascade(routing.settings())
                ? Optional.of(new Explanations(
                        ServedRouter.of(ServedModel.load(routing.settings()), routing.settings(), models), models))
                : Optional.empty();
    }

    /** Explains a decision; empty if the strategy had nothing to choose. */
    public Optional<Explained> of(String query, RoutingDecision decision) {
        List<ModelInfo> candidates = models.stream()
                .filter(model -> decision.candidates().stream()
                        .anyMatch(considered -> considered.model().equals(model.name()) && isChoosable(considered)))
                .toList();
        ServedRouter.Forecast forecast = router.forecast(query, candidates);
        if (!forecast.isOfAny()) {
            return Optional.empty();
        }
        Explanation explanation = router.explain(query, forecast, MOST);
        return Optional.of(new Explained(explanation, decision, router, names(forecast, candidates)));
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
}
