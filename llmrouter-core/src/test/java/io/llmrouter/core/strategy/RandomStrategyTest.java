package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStrategyTest {
    private static final String[] MIXED = {"claude-3-sonnet", "llama-3.1-8b", "gpt-4o-mini"};

    @Test
    void thirtyDrawsWithoutWeightsReachSeveralModels() {
        var strategy = strategy(Map.of());

        assertThat(counts(strategy, Routing.ask("q", MIXED), 30).keySet())
                .hasSizeGreaterThanOrEqualTo(2)
                .isSubsetOf(MIXED);
    }

    @Test
    void drawsWithoutWeightsAreUniform() {
        var counts = counts(strategy(Map.of()), Routing.ask("q", MIXED), 3_000);

        assertThat(counts.values()).hasSize(3).allMatch(count -> count > 850 && count < 1_150);
    }

    @Test
    void weightsFiveToOneToOneFavourTheFive() {
        var strategy = strategy(weights(Map.of("claude-3-sonnet", 5, "llama-3.1-8b", 1, "gpt-4o-mini", 1)));

        assertThat(counts(strategy, Routing.ask("q", MIXED), 7_000).get("claude-3-sonnet"))
                .isBetween(4_750, 5_250);
    }

    @Test
    void fractionsCountAsTheyAreAndAModelWithoutWeightCountsOne() {
        var strategy = strategy(weights(Map.of("claude-3-sonnet", 0.5, "llama-3.1-8b", 0.5)));

        var counts = counts(strategy, Routing.ask("q", MIXED), 4_000);

        assertThat(counts.get("claude-3-sonnet")).isBetween(850, 1_150);
        assertThat(counts.get("llama-3.1-8b")).isBetween(850, 1_150);
        assertThat(counts.get("gpt-4o-mini")).isBetween(1_850, 2_150);
    }

    @Test
    void aModelOfWeightZeroIsNeverDrawn() {
        var strategy = strategy(weights(Map.of("claude-3-sonnet", 0, "gpt-4o-mini", 0)));

        assertThat(counts(strategy, Routing.ask("q", MIXED), 500)).containsOnlyKeys("llama-3.1-8b");
    }

    @Test
    void weightsOfUnknownModelsAreIgnored() {
        var strategy = strategy(weights(Map.of("elsewhere", 1_000)));

        assertThat(counts(strategy, Routing.ask("q", MIXED), 300)).containsOnlyKeys(MIXED);
    }

    @Test
    void candidatesThatAllWeighZeroHaveEqualChances() {
        var strategy = strategy(weights(Map.of("claude-3-sonnet", 0, "gpt-4o-mini", 0)));
        RoutingContext filtered = Routing.ask("q", "claude-3-sonnet", "gpt-4o-mini");

        assertThat(counts(strategy, filtered, 1_000).values()).hasSize(2).allMatch(count -> count > 400);
        assertThat(strategy.decide(filtered).reason())
                .isEqualTo("all that can take the request weigh 0: equal chances");
    }

    @Test
    void theReasonSaysTheWeightAndTheScoresAreTheWeights() {
        var strategy = strategy(weights(Map.of("claude-3-sonnet", 0, "gpt-4o-mini", 0, "llama-3.1-8b", 0.25)));

        RoutingDecision decision = strategy.decide(Routing.ask("q", MIXED));

        assertThat(decision.reason()).isEqualTo("weight 0.25 of 0.25");
        assertThat(decision.candidates())
                .containsExactly(
                        new Considered("claude-3-sonnet", 0.0, null),
                        new Considered("llama-3.1-8b", 0.25, null),
                        new Considered("gpt-4o-mini", 0.0, null));
    }

    @Test
    void theSameSeedDrawsTheSame() {
        var settings = Map.of("seed", 7, "weights", Map.of("gpt-4o-mini", 2));

        assertThat(draws(strategy(settings), Routing.ask("q", MIXED), 50))
                .isEqualTo(draws(strategy(settings), Routing.ask("q", MIXED), 50))
                .isNotEqualTo(draws(strategy(Map.of("seed", 8)), Routing.ask("q", MIXED), 50));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aWeightThatIsNoSensibleNumberIsRefused(double weight) {
        assertThatThrownBy(() -> strategy(weights(Map.of("gpt-4o-mini", weight))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.weights.gpt-4o-mini: expected a number");
    }

    @Test
    void allBadWeightsAreReportedAtOnce() {
        assertThatThrownBy(() -> strategy(weights(Map.of("gpt-4o-mini", -1, "llama-3.1-8b", "much"))))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        problem -> assertThat(problem.problems()).hasSize(2));
    }

    @Test
    void onlyWeightsOfZeroAreRefused() {
        assertThatThrownBy(() -> strategy(weights(Map.of("claude-3-sonnet", 0, "llama-3.1-8b", 0, "gpt-4o-mini", 0))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.weights: expected a weight above 0 for at least one model");
    }

    @Test
    void aSeedThatIsNotWholeIsRefused() {
        assertThatThrownBy(() -> strategy(Map.of("seed", 1.5)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.seed: expected a whole number, found '1.5'");
    }

    private static RoutingStrategy strategy(Map<String, ?> settings) {
        return Routing.strategy(new RandomStrategyProvider(), settings, MIXED);
    }

    private static Map<String, ?> weights(Map<String, ?> weights) {
        return Map.of("weights", weights);
    }

    private static List<String> draws(RoutingStrategy strategy, RoutingContext context, int draws) {
        return IntStream.range(0, draws)
                .mapToObj(i -> strategy.decide(context).model())
                .toList();
    }

    private static Map<String, Integer> counts(RoutingStrategy strategy, RoutingContext context, int draws) {
        var counts = new HashMap<String, Integer>();
        draws(strategy, context, draws).forEach(model -> counts.merge(model, 1, Integer::sum));
        return counts;
    }
}
