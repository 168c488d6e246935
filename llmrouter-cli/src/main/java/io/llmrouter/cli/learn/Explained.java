package io.llmrouter.cli.learn;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.learned.Explanation;
import io.llmrouter.learned.ModelForecast;
import io.llmrouter.learned.config.ServedRouter;
import io.llmrouter.learned.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * A decision with what the trained router expected.
 *
 * @param names the configured name of each trained model, or its own where it is no candidate
 */
public record Explained(Explanation explanation, RoutingDecision decision, ServedRouter router, List<String> names) {
    /** Scores that were learned of while serving move utilities by more than this. */
    private static final double MOVED = 1e-6;

    public Explained {
        names = List.copyOf(names);
    }

    Policy policy() {
        return router.router().policy();
    }

    /** The configured name of a trained model. */
    String name(String trained) {
        return names.get(router.router().models().indexOf(trained));
    }

    /** What was expected of a configured model. */
    Optional<ModelForecast> forecast(String configured) {
        return explanation.forecasts().stream()
                .filter(forecast -> name(forecast.model()).equals(configured))
                .findFirst();
    }

    /** Whether the decision rests on more than the trained router: on scores of answers. */
    boolean isMovedByFeedback() {
        return decision.candidates().stream().anyMatch(candidate -> {
            Double score = candidate.score();
            return score != null
                    && forecast(candidate.model())
                            .filter(forecast -> Math.abs(forecast.utility() - score) > MOVED)
                            .isPresent();
        });
    }
}
