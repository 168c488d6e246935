package io.llmrouter.learned.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComplexityStrategyTest {
    private static final String EASY = "hi, how are you?";
    private static final String HARD =
            "Let p be a prime. Prove that the number of solutions of x^2 = -1 mod p is 1 + (-1/p).";

    private static List<ModelInfo> priced(String... names) {
        var models = new ArrayList<ModelInfo>();
        for (String name : names) {
            String[] parts = name.split("=", 2);
            models.add(
                    parts.length == 1
                            ? ModelInfo.of(parts[0], "openai", parts[0])
                            : new ModelInfo(
                                    parts[0],
                                    "openai",
                                    parts[0],
                                    "",
                                    Prices.of(parts[1], parts[1]),
                                    Map.of(),
                                    null,
                                    null));
        }
        return models;
    }

    private static RoutingDecision decide(Map<String, Object> router, String query, String... models) {
        List<ModelInfo> infos = priced(models);
        List<Candidate> candidates =
                infos.stream().<Candidate>map(IdleCandidate::new).toList();
        return new ComplexityStrategyProvider()
                .create(new TestConfig(router, infos))
                .decide(new RoutingContext(ChatRequest.of(query), query, candidates));
    }

    @Test
    void theHarderTheQueryTheDearerTheModel() {
        assertThat(decide(Map.of(), EASY, "dear=9", "cheap=1", "middle=3").model())
                .isEqualTo("cheap");
        RoutingDecision hard = decide(Map.of(), HARD, "dear=9", "cheap=1", "middle=3");
        assertThat(hard.model()).isEqualTo("dear");
        assertThat(hard.reason())
                .matches("difficulty 0\\.\\d\\d, above \\d+ % of the training queries: tier deep, price 3 of 3");
        assertThat(hard.candidates())
                .extracting(RoutingDecision.Considered::score)
                .containsExactly(18.0, 2.0, 6.0);
    }

    @Test
    void aModelWithoutAPriceIsTakenOnlyIfNoneHasOne() {
        assertThat(decide(Map.of(), HARD, "unknown", "cheap=1", "dear=9").model())
                .isEqualTo("dear");
        assertThat(decide(Map.of(), HARD, "first", "second").model()).isEqualTo("first");
    }

    @Test
    void configuredTiersGoBeforePrices() {
        Map<String, Object> router = Map.of("tiers", Map.of("simple", List.of("a"), "deep", List.of("b")));
        assertThat(decide(router, EASY, "a=9", "b=1").model()).isEqualTo("a");
        assertThat(decide(router, HARD, "a=9", "b=1").model()).isEqualTo("b");
    }

    @Test
    void aTierWithoutACandidateTakesTheNextHarderOneThenAnEasierOne() {
        Map<String, Object> router = Map.of("tiers", Map.of("simple", List.of("a"), "reasoning", List.of("b")));
        assertThat(decide(Map.of("tiers", Map.of("reasoning", "b")), EASY, "a", "b")
                        .model())
                .isEqualTo("b");
        RoutingDecision hard = decide(router, HARD, "a", "b");
        assertThat(hard.model()).isEqualTo("b");
        assertThat(hard.reason()).endsWith("tier deep, none of its own, so of tier reasoning");
    }

    @Test
    void boundsMoveTheTiers() {
        Map<String, Object> rarely = Map.of("complexity", Map.of("standard", 1, "reasoning", 1, "deep", 1));
        assertThat(decide(rarely, HARD, "cheap=1", "dear=9").model()).isEqualTo("cheap");
        Map<String, Object> often = Map.of("complexity", Map.of("standard", 0, "reasoning", 0, "deep", 0));
        assertThat(decide(often, EASY, "cheap=1", "dear=9").model()).isEqualTo("dear");
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> decide(Map.of("tiers", Map.of("deep", "nobody")), EASY, "a", "b"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.tiers.deep");
        assertThatThrownBy(() -> decide(Map.of("complexity", Map.of("standard", 0.6, "deep", 0.3)), EASY, "a", "b"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.complexity.deep");
    }
}
