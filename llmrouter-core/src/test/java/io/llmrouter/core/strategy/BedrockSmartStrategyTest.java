package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BedrockSmartStrategyTest {
    private static final String[] SHIPPED = {"nova-micro", "nova-2-lite", "nova-pro", "haiku", "sonnet", "opus"};
    private static final String TWELVE_WORDS = "one two three four five six seven eight nine ten eleven twelve";

    static Stream<Arguments> queries() {
        return Stream.of(
                Arguments.of("hello", QueryTier.SIMPLE),
                Arguments.of("general query", QueryTier.SIMPLE),
                Arguments.of("What is the capital of France?", QueryTier.SIMPLE),
                Arguments.of("Hi there! " + TWELVE_WORDS, QueryTier.SIMPLE),
                Arguments.of("History is told " + TWELVE_WORDS, QueryTier.STANDARD),
                Arguments.of(TWELVE_WORDS, QueryTier.STANDARD),
                Arguments.of("w ".repeat(9), QueryTier.SIMPLE),
                Arguments.of("w ".repeat(10), QueryTier.STANDARD),
                Arguments.of("w ".repeat(50), QueryTier.STANDARD),
                Arguments.of("w ".repeat(51), QueryTier.REASONING),
                Arguments.of("hello " + "w ".repeat(60), QueryTier.REASONING),
                Arguments.of("Compare TCP and UDP", QueryTier.REASONING),
                Arguments.of("Hi, why is the sky blue?", QueryTier.REASONING),
                Arguments.of("Prove that the square root of 2 is irrational", QueryTier.DEEP),
                Arguments.of("Compare them, and think carefully", QueryTier.DEEP),
                Arguments.of("This is waterproof", QueryTier.SIMPLE),
                Arguments.of("字".repeat(18), QueryTier.SIMPLE),
                Arguments.of("字".repeat(30), QueryTier.STANDARD),
                Arguments.of("字".repeat(120), QueryTier.REASONING));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void theWordsAndTheLengthGiveTheTier(String query, QueryTier tier) {
        assertThat(QueryTier.of(QueryText.of(query))).isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource({
        "hello, nova-micro, simple",
        TWELVE_WORDS + ", nova-2-lite, standard",
        "Compare TCP and UDP, nova-pro, reasoning",
        "Prove it rigorously with a proof, opus, deep"
    })
    void theModelsOfTheShippedConfigurationAreChosenByTier(String query, String model, String tier) {
        assertThat(strategy(Map.of()).decide(Routing.ask(query, SHIPPED)))
                .isEqualTo(RoutingDecision.of(model, tier + " query: preferred for it"));
    }

    @Test
    void theNextPreferredModelStandsIn() {
        var strategy = strategy(Map.of());

        assertThat(strategy.decide(Routing.ask("hello", "sonnet", "nova-2-lite", "haiku"))
                        .model())
                .isEqualTo("haiku");
        assertThat(strategy.decide(Routing.ask("a proof", "haiku", "nova-pro")).model())
                .isEqualTo("nova-pro");
    }

    @Test
    void tiersCanBeSetOneByOne() {
        var strategy = strategy(Map.of("tiers", Map.of("simple", List.of("opus", "haiku"))));

        assertThat(strategy.decide(Routing.ask("hello", SHIPPED)).model()).isEqualTo("opus");
        assertThat(strategy.decide(Routing.ask("a proof", SHIPPED)).model()).isEqualTo("opus");
        assertThat(strategy.decide(Routing.ask("compare", SHIPPED)).model()).isEqualTo("nova-pro");
    }

    @ParameterizedTest
    @CsvSource({
        "hello, cheap, price 1 of 4",
        TWELVE_WORDS + ", low, price 2 of 4",
        "Compare TCP and UDP, high, price 3 of 4",
        "Find a proof, dear, price 4 of 4"
    })
    void withoutAPreferredModelThePriceDecides(String query, String model, String place) {
        var models = List.of(
                TestCandidate.priced("dear", "15", "75"),
                TestCandidate.priced("low", "1", "2"),
                TestCandidate.named("unpriced"),
                TestCandidate.priced("cheap", "0.1", "0.2"),
                TestCandidate.priced("high", "3", "15"));

        RoutingDecision decision = strategy(Map.of()).decide(Routing.ask(query, models));

        assertThat(decision.model()).isEqualTo(model);
        assertThat(decision.reason()).endsWith(" query, no model is preferred: " + place);
    }

    @Test
    void withoutPreferencesAndPricesTheFirstModelIsChosenAndTheReasonSaysSo() {
        assertThat(strategy(Map.of()).decide(Routing.ask("hello", "x", "y")))
                .returns("x", RoutingDecision::model)
                .returns(
                        "simple query, no model is preferred and no price known: the first model",
                        RoutingDecision::reason);
    }

    @Test
    void tiersAndModelsThatDoNotExistAreRefusedTogether() {
        var tiers = new LinkedHashMap<String, Object>();
        tiers.put("hard", List.of("opus"));
        tiers.put("deep", List.of("opus", "typo"));

        assertThatThrownBy(() -> strategy(Map.of("tiers", tiers)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.tiers.hard: expected one of simple, standard, reasoning, deep")
                .hasMessageContaining("router.tiers.deep: expected names of models under llms, which \"typo\" is not");
    }

    private static RoutingStrategy strategy(Map<String, ?> settings) {
        return Routing.strategy(new BedrockSmartStrategyProvider(), settings, SHIPPED);
    }
}
