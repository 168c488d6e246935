package io.llmrouter.learned.strategy;

import io.llmrouter.api.Feedback;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.learned.config.ServedRouter.Forecast;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Thompson sampling on top of a trained router: what scores say of a model for queries of a kind is weighed against the
 * router's prediction for this query, as Beta(n0 p + successes, n0 (1 - p) + failures). Queries are of a kind if the router
 * predicts the same best model for them at about the same quality; with {@code kmeansrouter} its clusters fall apart so.
 *
 * <p>A call's model is one of several draws, each decided by the router's policy with its gate: the share of the draws that
 * chose it is its propensity. Without a call the means decide. Safe for concurrent use.
 */
final class LearningStrategy implements RoutingStrategy {
    private static final int DRAWS = 32;
    private static final int QUALITY_BINS = 5;

    private final LlmrouterStrategy trained;
    private final LearningSettings settings;
    private final RandomGenerator random;
    private final BetaDraws draws;
    private final ScoreBook book;

    LearningStrategy(LlmrouterStrategy trained, LearningSettings settings, ScoreBook book, RandomGenerator random) {
        this.trained = trained;
        this.settings = settings;
        this.random = random;
        this.draws = new BetaDraws(random);
        this.book = book;
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        Forecast forecast = trained.forecast(context);
        int kind = kind(forecast.quality());
        double[] posterior = posterior(forecast.quality(), kind);
        double[] means = means(posterior);
        var updated = new Forecast(forecast.candidateOf(), means, forecast.cost());
        if (context.requestId().isEmpty() || !updated.isOfAny()) {
            return trained.decided(context, updated, trained.choose(updated));
        }
        book.remember(context.requestId(), kind);
        int[] chosen = new int[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            chosen[i] = trained.choose(new Forecast(forecast.candidateOf(), drawn(posterior), forecast.cost()));
        }
        int choice = chosen[random.nextInt(DRAWS)];
        long same = Arrays.stream(chosen).filter(other -> other == choice).count();
        return trained.decided(context, updated, choice).withPropensity((double) same / DRAWS);
    }

    @Override
    public void learn(String model, Feedback feedback) {
        trained.learn(model, feedback);
        Integer kind = book.forget(feedback.requestId());
        Integer position = trained.position(model);
        if (kind != null && position != null) {
            book.add(kind, position, feedback.score());
        }
    }

    private static int kind(double[] quality) {
        int best = 0;
        for (int model = 1; model < quality.length; model++) {
            best = quality[model] > quality[best] ? model : best;
        }
        return best * QUALITY_BINS + (int) Math.min(QUALITY_BINS - 1, quality[best] * QUALITY_BINS);
    }

    /** The parameters of the Beta distribution of each model, one pair after the other. */
    private double[] posterior(double[] predicted, int kind) {
        double[] parameters = book.of(kind);
        for (int model = 0; model < predicted.length; model++) {
            double p = Math.max(0.01, Math.min(0.99, predicted[model]));
            parameters[2 * model] += settings.priorWeight() * p;
            parameters[2 * model + 1] += settings.priorWeight() * (1 - p);
        }
        return parameters;
    }

    private static double[] means(double[] posterior) {
        double[] means = new double[posterior.length / 2];
        Arrays.setAll(means, m -> posterior[2 * m] / (posterior[2 * m] + posterior[2 * m + 1]));
        return means;
    }

    private double[] drawn(double[] posterior) {
        double[] drawn = new double[posterior.length / 2];
        Arrays.setAll(drawn, m -> draws.next(posterior[2 * m], posterior[2 * m + 1]));
        return drawn;
    }
}
