package io.llmrouter.learned.strategy;

import io.llmrouter.api.Feedback;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.config.ServedRouter;
import io.llmrouter.learned.config.ServedRouter.Forecast;
import io.llmrouter.learned.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by the predictions of a trained router. Candidates that it knows nothing of are left out; if it knows none, the
 * first is chosen. The score of a decision is the utility.
 */
final class LlmrouterStrategy implements PredictingStrategy {
    private static final String UNTRAINED = "not among the models that the router was trained on";

    private final ServedRouter served;
    private final @Nullable DriftWatch drift;

    /**
     * Creates the strategy.
     *
     * @param drift who watches its decisions; {@code null} for nobody
     */
    LlmrouterStrategy(ServedRouter served, @Nullable DriftWatch drift) {
        this.served = served;
        this.drift = drift;
    }

    @Override
    public RoutingDecision decide(RoutingContext context, float @Nullable [] vector) {
        Forecast forecast = forecast(context, vector);
        return decided(context, forecast, choose(forecast));
    }

    @Override
    public RoutingDecision decideWithout(RoutingContext context, String why) {
        int incumbent = served.incumbent(
                context.candidates().stream().map(Candidate::info).toList());
        return RoutingDecision.of(
                context.candidates().get(Math.max(0, incumbent)).name(),
                served.router().learner() + ": no prediction, because " + why + "; "
                        + (incumbent < 0 ? "no candidate was trained, the first is taken" : "the best on average"));
    }

    @Override
    public void learn(String model, Feedback feedback) {
        if (drift != null) {
            drift.scored(feedback.requestId(), position(model), feedback.score());
        }
    }

    Forecast forecast(RoutingContext context, float @Nullable [] vector) {
        return served.forecast(
                context.query(),
                vector,
                context.candidates().stream().map(Candidate::info).toList());
    }

    /** The trained model to choose; -1 if none is a candidate. */
    int choose(Forecast forecast) {
        return served.choose(forecast);
    }

    RoutingDecision decided(RoutingContext context, Forecast forecast, int chosen) {
        TrainedRouter router = served.router();
        if (chosen < 0) {
            String first = context.candidates().get(0).name();
            return RoutingDecision.of(first, router.learner() + ": no candidate was trained, the first is taken");
        }
        if (drift != null && !context.requestId().isEmpty()) {
            drift.decided(context.requestId(), chosen, forecast.quality()[chosen], context.query());
        }
        Candidate candidate = context.candidates().get(forecast.candidateOf()[chosen]);
        return RoutingDecision.of(candidate.name(), reason(chosen, forecast), considered(context, forecast));
    }

    /** How many models were trained. */
    int models() {
        return served.router().models().size();
    }

    /** The position of the trained model that a configured one is; {@code null} if it was not trained. */
    @Nullable
    Integer position(String configured) {
        return served.mapping().trained().get(configured);
    }

    private String reason(int chosen, Forecast forecast) {
        TrainedRouter router = served.router();
        Policy policy = router.policy();
        int incumbent = policy.incumbent(forecast::isOf);
        double cost = forecast.cost()[chosen];
        var reason = new StringBuilder();
        reason.append(
                String.format(Locale.ROOT, "%s: predicted quality %.3f", router.learner(), forecast.quality()[chosen]));
        if (!Double.isNaN(cost)) {
            reason.append(String.format(Locale.ROOT, ", cost $%.3g", cost));
        }
        if (chosen == incumbent) {
            reason.append(
                    String.format(Locale.ROOT, "; the best on average, none gains more than %.3f", policy.gate()));
        } else {
            reason.append(String.format(
                    Locale.ROOT,
                    " against %.3f of %s, the best on average",
                    forecast.quality()[incumbent],
                    router.models().get(incumbent)));
        }
        return reason.toString();
    }

    private List<Considered> considered(RoutingContext context, Forecast forecast) {
        Policy policy = served.router().policy();
        var considered = new ArrayList<Considered>();
        for (Candidate candidate : context.candidates()) {
            Integer trained = position(candidate.name());
            considered.add(
                    trained == null
                            ? new Considered(candidate.name(), null, UNTRAINED)
                            : new Considered(
                                    candidate.name(),
                                    policy.utility(forecast.quality()[trained], forecast.cost()[trained]),
                                    null));
        }
        return considered;
    }
}
