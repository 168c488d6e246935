package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostStrategyTest {
    private static final TestCandidate CHEAP_INPUT = TestCandidate.priced("cheap-input", "0.1", "10");
    private static final TestCandidate CHEAP_OUTPUT = TestCandidate.priced("cheap-output", "1", "1");

    @Test
    void theExpectedCostOfThisRequestDecides() {
        assertThat(decide(request("x".repeat(40), null), CHEAP_INPUT, CHEAP_OUTPUT)
                        .model())
                .isEqualTo("cheap-output");
        assertThat(decide(request("x".repeat(400_000), null), CHEAP_INPUT, CHEAP_OUTPUT)
                        .model())
                .isEqualTo("cheap-input");
    }

    @Test
    void allTextOfTheConversationCounts() {
        ChatRequest conversation = ChatRequest.builder()
                .system("x".repeat(200_000))
                .user("x".repeat(100_000))
                .assistant("x".repeat(100_000))
                .user("go on")
                .build();

        assertThat(decide(conversation, CHEAP_INPUT, CHEAP_OUTPUT).model()).isEqualTo("cheap-input");
    }

    @Test
    void theReasonAndTheScoresAreInDollars() {
        RoutingDecision decision = decide(request("x".repeat(4_000), 100), CHEAP_INPUT, CHEAP_OUTPUT);

        assertThat(decision.reason()).isEqualTo("cheapest: $0.0011 expected");
        assertThat(decision.candidates())
                .containsExactly(
                        new Considered("cheap-input", 0.0011, null), new Considered("cheap-output", 0.0011, null));
        assertThat(decision.model()).as("the first of equal costs").isEqualTo("cheap-input");
    }

    @Test
    void aLimitOnTheAnswerLowersTheExpectedOutput() {
        assertThat(decide(request("x".repeat(400), 1), CHEAP_INPUT, CHEAP_OUTPUT)
                        .reason())
                .isEqualTo("cheapest: $0.00002 expected");
        assertThat(decide(request("", 100_000), CHEAP_OUTPUT, CHEAP_INPUT).reason())
                .isEqualTo("cheapest: $0.0005 expected");
    }

    @Test
    void theModelsOwnLimitLowersTheExpectedOutput() {
        var terse = TestCandidate.of(
                new ModelInfo("terse", "openai", "terse", "", Prices.of("1", "10"), Map.of(), null, 10));

        assertThat(decide(request("", null), CHEAP_OUTPUT, terse).model()).isEqualTo("terse");
    }

    @Test
    void theExpectedOutputCanBeSet() {
        var settings = Map.of("expected_output_tokens", 2_000);

        assertThat(Routing.strategy(new CostStrategyProvider(), settings, List.of(CHEAP_OUTPUT))
                        .decide(context(request("", null), CHEAP_OUTPUT))
                        .reason())
                .isEqualTo("cheapest: $0.002 expected");
    }

    @Test
    void aModelOfUnknownPriceIsChosenOnlyIfAllAre() {
        TestCandidate unknown = TestCandidate.named("unknown");

        RoutingDecision decision = decide(request("q", null), unknown, CHEAP_INPUT);
        assertThat(decision.model()).isEqualTo("cheap-input");
        assertThat(decision.candidates().get(0)).isEqualTo(new Considered("unknown", null, null));

        assertThat(decide(request("q", null), unknown, TestCandidate.named("other")))
                .returns("unknown", RoutingDecision::model)
                .returns("no price is known: the first model", RoutingDecision::reason);
    }

    @Test
    void aFreeModelIsTheCheapest() {
        assertThat(decide(request("q", null), CHEAP_INPUT, TestCandidate.priced("free", "0", "0")))
                .returns("free", RoutingDecision::model)
                .returns("cheapest: $0 expected", RoutingDecision::reason);
    }

    @Test
    void aNegativeExpectationIsRefused() {
        assertThatThrownBy(() -> Routing.strategy(
                        new CostStrategyProvider(), Map.of("expected_output_tokens", -1), List.of(CHEAP_INPUT)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "router.expected_output_tokens: expected a number from 0 to 10000000, found '-1'");
    }

    private static RoutingDecision decide(ChatRequest request, TestCandidate... candidates) {
        return Routing.strategy(new CostStrategyProvider(), Map.of(), List.of(candidates))
                .decide(context(request, candidates));
    }

    private static RoutingContext context(ChatRequest request, TestCandidate... candidates) {
        return new RoutingContext(request, request.lastUserText(), List.<Candidate>of(candidates));
    }

    private static ChatRequest request(String text, @Nullable Integer maxTokens) {
        return ChatRequest.builder().user(text).maxTokens(maxTokens).build();
    }
}
