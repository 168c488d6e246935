package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeStrategyTest {
    @ParameterizedTest
    @CsvSource({
        "llama-3.1-8b, 8",
        "meta/llama3-70B-instruct, 70",
        "mixtral-8x7b-instruct-v0.1, 56",
        "mistralai/mixtral-8x22b-instruct-v0.1, 176",
        "qwen2.5-1.5b, 1.5",
        "opt-350M, 0.35",
        "big-1T, 1000",
        "nvidia/llama-3.3-nemotron-super-49b-v1, 49",
        "nvidia/llama3-chatqa-1.5-8b, 8",
        "gpt-4b, 4",
        "Qwen3-30B-A3B, 30",
        "llama3:8b, 8",
        "gpt-oss-120b, 120",
        "Qwen2.5-7B-Instruct-1M, 7",
        "a model of 7 billion parameters, 7",
        "a 405-billion-parameter model, 405",
        "'trained on 15T tokens, 8B parameters', 8"
    })
    void readsTheSizeFromANameOrADescription(String text, double billions) {
        assertThat(ModelSize.billions(text)).isEqualTo(billions);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-sonnet",
        "mistral-v0.3",
        "gpt-4o-mini",
        "phi-3-mini-128k",
        "a context of 1M tokens",
        "gpt-4.1-1m",
        "model-4bit",
        "titan-text-express-v1",
        "b",
        "0b",
        "''"
    })
    void whatIsNoSizeIsNotTakenForOne(String text) {
        assertThat(ModelSize.billions(text)).isNaN();
    }

    @Test
    void theNameCountsBeforeTheIdAndTheIdBeforeTheDescription() {
        assertThat(ModelSize.billions(model("small-8b", "x-9b", "10B"))).isEqualTo(8);
        assertThat(ModelSize.billions(model("small", "x-9b", "10B"))).isEqualTo(9);
        assertThat(ModelSize.billions(model("small", "x", "10B"))).isEqualTo(10);
    }

    @Test
    void choosesTheSmallestAndTheLargestByNumberNotByText() {
        String[] models = {"m-70b", "m-8b", "m-unknown", "m-350m", "m-405b"};

        assertThat(decide(new SmallestLlmStrategyProvider(), models))
                .isEqualTo(RoutingDecision.of(
                        "m-350m",
                        "smallest: 0.35 billion parameters",
                        List.of(
                                new Considered("m-70b", 70.0, null),
                                new Considered("m-8b", 8.0, null),
                                new Considered("m-unknown", null, null),
                                new Considered("m-350m", 0.35, null),
                                new Considered("m-405b", 405.0, null))));
        assertThat(decide(new LargestLlmStrategyProvider(), models).reason())
                .isEqualTo("largest: 405 billion parameters");
        assertThat(decide(new LargestLlmStrategyProvider(), models).model()).isEqualTo("m-405b");
    }

    @Test
    void choosesAmongTheCandidatesAlone() {
        var strategy = Routing.strategy(new LargestLlmStrategyProvider(), Map.of(), "m-1b", "m-8b", "m-70b");

        assertThat(strategy.decide(Routing.ask("q", "m-1b", "m-8b")).model()).isEqualTo("m-8b");
    }

    @Test
    void withoutAnySizeThePriceStandsForIt() {
        var models = List.of(
                TestCandidate.priced("sonnet", "3", "15"),
                TestCandidate.priced("haiku", "0.8", "4"),
                TestCandidate.named("unpriced"),
                TestCandidate.priced("opus", "15", "75"));

        RoutingDecision smallest = Routing.strategy(new SmallestLlmStrategyProvider(), Map.of(), models)
                .decide(Routing.ask("q", models));
        RoutingDecision largest = Routing.strategy(new LargestLlmStrategyProvider(), Map.of(), models)
                .decide(Routing.ask("q", models));

        assertThat(smallest.model()).isEqualTo("haiku");
        assertThat(smallest.reason()).isEqualTo("no size is known: the cheapest");
        assertThat(largest.model()).isEqualTo("opus");
        assertThat(largest.reason()).isEqualTo("no size is known: the dearest");
    }

    @Test
    void withoutSizesAndPricesTheFirstModelIsChosenAndTheReasonSaysSo() {
        RoutingDecision decision = decide(new SmallestLlmStrategyProvider(), "haiku", "opus");

        assertThat(decision.model()).isEqualTo("haiku");
        assertThat(decision.reason()).isEqualTo("no size and no price is known: the first model");
    }

    private static RoutingDecision decide(RoutingStrategyProvider provider, String... models) {
        return Routing.strategy(provider, Map.of(), models).decide(Routing.ask("q", models));
    }

    private static ModelInfo model(String name, String id, String description) {
        return new ModelInfo(name, "openai", id, description, Prices.UNKNOWN, Map.of(), null, null);
    }
}
