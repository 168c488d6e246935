package io.llmrouter.learned.config;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.learned.Explanation;
import io.llmrouter.learned.TrainedRouter;
import java.util.Arrays;
import java.util.List;

/** A trained router with the configured models that its own stand for. Immutable and safe for concurrent use. */
public final class ServedRouter {
    private static final double CHARACTERS_PER_TOKEN = 4;
    private static final double TOKENS_PER_PRICE = 1e6;

    private final TrainedRouter router;
    private final ModelMapping mapping;

    private ServedRouter(TrainedRouter router, ModelMapping mapping) {
        this.router = router;
        this.mapping = mapping;
    }

    /**
     * Matches a trained router with configured models.
     *
     * @param settings the section {@code router}
     * @throws ConfigurationException if they cannot be matched
     */
    public static ServedRouter of(TrainedRouter router, Settings settings, List<ModelInfo> configured) {
        ModelMapping mapping = ModelMapping.of(
                router.models(), configured, settings.section("llmrouter").section("models"));
        if (!mapping.problems().isEmpty()) {
            throw new ConfigurationException(mapping.problems());
        }
        return new ServedRouter(router, mapping);
    }

    public TrainedRouter router() {
        return router;
    }

    public ModelMapping mapping() {
        return mapping;
    }

    /**
     * What is expected for a query.
     *
     * @param candidateOf the position of the candidate of each trained model; -1 if it has none
     * @param quality the quality of each trained model, from 0 to 1
     * @param cost the cost of each in USD
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from step to step, never compared
    public record Forecast(int[] candidateOf, double[] quality, double[] cost) {
        /** Whether a trained model is a candidate. */
        public boolean isOfAny() {
            return Arrays.stream(candidateOf).anyMatch(candidate -> candidate >= 0);
        }

        /** Whether that trained model is a candidate. */
        public boolean isOf(int trained) {
            return candidateOf[trained] >= 0;
        }
    }

    /** Predicts; where the configured prices and the length of the answer are known, costs come from them. */
    public Forecast forecast(String query, List<ModelInfo> candidates) {
        int[] candidateOf = candidateOf(candidates);
        double[] quality = new double[candidateOf.length];
        double[] cost = new double[candidateOf.length];
        router.predict(query, quality, cost);
        if (router.policy().lambda() > 0 && router.predictsTokens()) {
            double[] tokens = new double[quality.length];
            router.predictTokens(query, quality, tokens);
            double input = query.length() / CHARACTERS_PER_TOKEN;
            for (int model = 0; model < cost.length; model++) {
                if (candidateOf[model] >= 0) {
                    Prices prices = candidates.get(candidateOf[model]).prices().of((long) input, null);
                    cost[model] = price(prices, input, tokens[model], cost[model]);
                }
            }
        }
        return new Forecast(candidateOf, quality, cost);
    }

    private int[] candidateOf(List<ModelInfo> candidates) {
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

    private static double price(Prices prices, double input, double output, double otherwise) {
        if (prices.input() == null || prices.output() == null || Double.isNaN(output)) {
            return otherwise;
        }
        return (input * prices.input().doubleValue() + output * prices.output().doubleValue()) / TOKENS_PER_PRICE;
    }

    /** The trained model to choose; -1 if none is a candidate. */
    public int choose(Forecast forecast) {
        return router.policy().choose(forecast.quality(), forecast.cost(), forecast::isOf);
    }

    /**
     * Explains a choice, in the names of the trained models.
     *
     * @param most how many words or rows to show at most
     */
    public Explanation explain(String query, Forecast forecast, int most) {
        return router.explain(query, forecast.quality(), forecast.cost(), forecast::isOf, most);
    }
}
