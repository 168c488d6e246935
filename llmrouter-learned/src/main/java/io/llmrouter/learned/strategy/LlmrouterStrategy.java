package io.llmrouter.learned.strategy;

import io.llmrouter.api.Feedback;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by the predictions of a trained router. Candidates that it knows nothing of are left out; if it knows none, the
 * first is chosen. The score of a decision is the utility.
 */
final class LlmrouterStrategy implements PredictingStrategy {
    private static final double CHARACTERS_PER_TOKEN = 4;
    private static final double TOKENS_PER_PRICE = 1e6;
    private static final String UNTRAINED = "not among the models that the router was trained on";

    private final TrainedRouter router;
    private final ModelMapping mapping;
    private final @Nullable DriftWatch drift;

    /**
     * Creates the strategy.
     *
     * @param drift who watches its decisions; {@code null} for nobody
     */
    LlmrouterStrategy(TrainedRouter router, ModelMapping mapping, @Nullable DriftWatch drift) {
        this.router = router;
        this.mapping = mapping;
        this.drift = drift;
    }

    /**
     * What is expected for a query.
     *
     * @param candidateOf the position of the candidate of each trained model; -1 if it has none
     * @param quality the quality of each trained model, from 0 to 1
     * @param cost the cost of each in USD
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from step to step, never compared
    record Forecast(int[] candidateOf, double[] quality, double[] cost) {
        boolean isOfAny() {
            return Arrays.stream(candidateOf).anyMatch(candidate -> candidate >= 0);
        }
    }

    @Override
    public RoutingDecision decide(RoutingContext context, float @Nullable [] vector) {
        Forecast forecast = forecast(context, vector);
        return decided(context, forecast, choose(forecast));
    }

    @Override
    public RoutingDecision decideWithout(RoutingContext context, String why) {
        int[] candidateOf = candidates(context.candidates());
        int incumbent = router.policy().incumbent(model -> candidateOf[model] >= 0);
        Candidate candidate = context.candidates().get(incumbent < 0 ? 0 : candidateOf[incumbent]);
        return RoutingDecision.of(
                candidate.name(),
                router.learner() + ": no prediction, because " + why + "; "
                        + (incumbent < 0 ? "no candidate was trained, the first is taken" : "the best on average"));
    }

    @Override
    public void learn(String model, Feedback feedback) {
        if (drift != null) {
            drift.scored(feedback.requestId(), position(model), feedback.score());
        }
    }

    Forecast forecast(RoutingContext context, float @Nullable [] vector) {
        int[] candidateOf = candidates(context.candidates());
        double[] quality = new double[models()];
        return new Forecast(candidateOf, quality, costs(context, vector, candidateOf, quality));
    }

    /** The trained model to choose; -1 if none is a candidate. */
    int choose(Forecast forecast) {
        return router.policy().choose(forecast.quality(), forecast.cost(), model -> forecast.candidateOf()[model] >= 0);
    }

    RoutingDecision decided(RoutingContext context, Forecast forecast, int chosen) {
        if (chosen < 0) {
            String first = context.candidates().get(0).name();
            return RoutingDecision.of(first, router.learner() + ": no candidate was trained, the first is taken");
        }
        if (drift != null && !context.requestId().isEmpty()) {
            drift.decided(
                    context.requestId(), chosen, forecast.quality()[chosen], () -> router.familiarity(context.query()));
        }
        Candidate candidate = context.candidates().get(forecast.candidateOf()[chosen]);
        return RoutingDecision.of(
                candidate.name(),
                reason(chosen, forecast.quality(), forecast.cost(), forecast.candidateOf()),
                considered(context, forecast.quality(), forecast.cost()));
    }

    /** How many models were trained. */
    int models() {
        return router.models().size();
    }

    /** The position of the trained model that a configured one is; {@code null} if it was not trained. */
    @Nullable
    Integer position(String configured) {
        return mapping.trained().get(configured);
    }

    /** The position of the candidate of each trained model; -1 if it has none. */
    private int[] candidates(List<Candidate> candidates) {
        int[] candidateOf = new int[router.models().size()];
        Arrays.fill(candidateOf, -1);
        for (int i = 0; i < candidates.size(); i++) {
            Integer trained = mapping.trained().get(candidates.get(i).name());
            if (trained != null) {
                candidateOf[trained] = i;
            }
        }
        return candidateOf;
    }

    /** Predicts; where the configured prices and the length of the answer are known, costs come from them. */
    private double[] costs(RoutingContext context, float @Nullable [] vector, int[] candidateOf, double[] quality) {
        double[] cost = new double[quality.length];
        boolean priced = router.policy().lambda() != 0 && router.predictsTokens();
        double[] tokens = priced ? new double[quality.length] : null;
        router.predict(context.query(), vector, quality, cost, tokens);
        if (tokens == null) {
            return cost;
        }
        double input = context.query().length() / CHARACTERS_PER_TOKEN;
        for (int model = 0; model < cost.length; model++) {
            if (candidateOf[model] >= 0) {
                ModelInfo info = context.candidates().get(candidateOf[model]).info();
                cost[model] = price(info.prices().of((long) input, null), input, tokens[model], cost[model]);
            }
        }
        return cost;
    }

    private static double price(Prices prices, double input, double output, double otherwise) {
        if (prices.input() == null || prices.output() == null || Double.isNaN(output)) {
            return otherwise;
        }
        return (input * prices.input().doubleValue() + output * prices.output().doubleValue()) / TOKENS_PER_PRICE;
    }

    private String reason(int chosen, double[] quality, double[] cost, int[] candidateOf) {
        Policy policy = router.policy();
        int incumbent = policy.incumbent(model -> candidateOf[model] >= 0);
        var reason = new StringBuilder();
        reason.append(String.format(Locale.ROOT, "%s: predicted quality %.3f", router.learner(), quality[chosen]));
        if (!Double.isNaN(cost[chosen])) {
            reason.append(String.format(Locale.ROOT, ", cost $%.3g", cost[chosen]));
        }
        if (chosen == incumbent) {
            reason.append(
                    String.format(Locale.ROOT, "; the best on average, none gains more than %.2f", policy.gate()));
        } else {
            reason.append(String.format(
                    Locale.ROOT,
                    " against %.3f of %s, the best on average",
                    quality[incumbent],
                    router.models().get(incumbent)));
        }
        return reason.toString();
    }

    private List<Considered> considered(RoutingContext context, double[] quality, double[] cost) {
        var considered = new ArrayList<Considered>();
        for (Candidate candidate : context.candidates()) {
            Integer trained = mapping.trained().get(candidate.name());
            considered.add(
                    trained == null
                            ? new Considered(candidate.name(), null, UNTRAINED)
                            : new Considered(
                                    candidate.name(), router.policy().utility(quality[trained], cost[trained]), null));
        }
        return considered;
    }
}
