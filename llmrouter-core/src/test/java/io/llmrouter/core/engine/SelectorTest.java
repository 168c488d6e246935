package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.Capability;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.Tool;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.config.RoutingConfig.UnknownModel;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SelectorTest {
    private final EngineFixture fixture = new EngineFixture();
    private RoutingContext seen;

    @Test
    void aNamedModelGoesPastTheStrategy() {
        fixture.model("a");
        fixture.model("b");

        RoutingDecision decision =
                route(ChatRequest.builder().model("b").user("hi").build());

        assertThat(decision.model()).isEqualTo("b");
        assertThat(decision.strategy()).isEqualTo("direct");
        assertThat(seen).isNull();
    }

    @Test
    void autoIsNoName() {
        fixture.model("a");
        fixture.model("b");

        assertThat(route(ChatRequest.builder().model("auto").user("hi").build()).strategy())
                .isEqualTo("test");
        assertThat(seen.query()).isEqualTo("hi");
    }

    @Test
    void aSingleModelNeedsNoDecision() {
        fixture.model("only");

        assertThat(route(ChatRequest.of("hi")).strategy()).isEqualTo("only");
        assertThat(seen).isNull();
    }

    @Test
    void anUnknownNameIsRoutedIfTheConfigurationSaysSo() {
        fixture.model("a");
        fixture.model("b");
        fixture.unknownModel = UnknownModel.ROUTE;

        assertThat(route(ChatRequest.builder().model("gpt-9").user("hi").build())
                        .model())
                .isEqualTo("a");
    }

    @Test
    void aBlankPromptIsAGeneralQuery() {
        fixture.model("a");
        fixture.model("b");

        route(ChatRequest.of("  \n"));

        assertThat(seen.query()).isEqualTo("general query");
    }

    @Test
    void modelsThatCannotTakeTheRequestAreLeftOutWithTheReason() {
        fixture.model(info("blind", Prices.UNKNOWN, Map.of(Capability.VISION, false), null, null));
        fixture.model(info("unknown", Prices.UNKNOWN, Map.of(), null, null));
        fixture.model(info("seeing", Prices.UNKNOWN, Map.of(Capability.VISION, true), null, null));

        RoutingDecision decision = route(ChatRequest.builder()
                .user(Content.text("what is it?"), Content.image("https://example.com/a.png"))
                .build());

        assertThat(names()).containsExactly("unknown", "seeing");
        assertThat(decision.candidates()).extracting(Considered::excluded).containsExactly("has no vision", null, null);
    }

    @Test
    void anImageInAPartOfItsOwnFormatIsAnImageToo() {
        fixture.model(info("blind", Prices.UNKNOWN, Map.of(Capability.VISION, false), null, null));
        fixture.model("a");
        fixture.model("b");

        route(ChatRequest.builder()
                .user(new Content.Other("openai", RawJson.of("{\"type\":\"image_url\",\"cache_control\":{}}")))
                .build());

        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void toolsAndJsonAreCapabilitiesToo() {
        fixture.model(
                info("plain", Prices.UNKNOWN, Map.of(Capability.TOOLS, false, Capability.JSON, false), null, null));
        fixture.model("a");
        fixture.model("b");

        route(ChatRequest.builder().user("hi").tools(Tool.of("t", "", "{}")).build());
        assertThat(names()).containsExactly("a", "b");
        route(ChatRequest.builder()
                .user("hi")
                .responseFormat(new ResponseFormat.JsonObject())
                .build());
        assertThat(names()).containsExactly("a", "b");
        route(ChatRequest.of("hi"));
        assertThat(names()).containsExactly("plain", "a", "b");
    }

    @Test
    void aBudgetLeavesOutWhatIsTooDearOrOfUnknownPrice() {
        fixture.model(info("cheap", Prices.of("0.1", "0.1"), Map.of(), null, null));
        fixture.model(info("fair", Prices.of("0.2", "0.2"), Map.of(), null, null));
        fixture.model(info("dear", Prices.of("100", "100"), Map.of(), null, null));
        fixture.model("unpriced");

        RoutingDecision decision = route(
                ChatRequest.builder().user("hi").budget(new BigDecimal("0.001")).build());

        assertThat(names()).containsExactly("cheap", "fair");
        assertThat(decision.candidates().get(2).excluded()).contains("above the request's budget");
        assertThat(decision.candidates().get(3).excluded()).contains("price is unknown");
    }

    @Test
    void fallbacksThatCannotTakeTheRequestAreLeftOut() {
        fixture.model("a", "small", "b", "a");
        fixture.model(info("small", Prices.UNKNOWN, Map.of(), 5, null));
        fixture.model("b");

        Selection selection = fixture.engine().selector().select(ChatRequest.of("a prompt of more than five tokens"));

        assertThat(selection.fallbacks()).extracting(Member::name).containsExactly("b");
    }

    @Test
    void anUnknownFallbackOfTheRequestIsRefusedBeforeAnyCall() {
        ScriptedModel a = fixture.model("a");

        assertThatThrownBy(() -> fixture.engine()
                        .chat(ChatRequest.builder()
                                .user("hi")
                                .fallbacks("nobody")
                                .build()))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("nobody");
        assertThat(a.requests).isEmpty();
    }

    @Test
    void aStrategyThatChoosesNoCandidateIsNamed() {
        fixture.model("a");
        fixture.model("b");
        fixture.strategy = context -> RoutingDecision.of("elsewhere", "?");

        assertThatThrownBy(() -> fixture.engine().chat("hi"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("strategy 'test'")
                .hasMessageContaining("'elsewhere'");
    }

    @Test
    void aStrategyThatFailsIsATypedErrorPlainAndAsync() {
        fixture.model("a");
        fixture.model("b");
        fixture.strategy = context -> {
            throw new IllegalStateException("boom");
        };

        assertThatThrownBy(() -> fixture.engine().route(ChatRequest.of("hi")))
                .isInstanceOf(ProviderUnavailableException.class)
                .hasMessageContaining("strategy 'test'");
        assertThatThrownBy(
                        () -> fixture.engine().chatAsync(ChatRequest.of("hi")).join())
                .hasCauseInstanceOf(ProviderUnavailableException.class);
    }

    @Test
    void anAsynchronousDecisionBlocksNobodyAndItsFailureIsTyped() {
        ScriptedModel a = fixture.model("a").answers("hi");
        fixture.model("b");
        var decision = new CompletableFuture<RoutingDecision>();
        fixture.strategy = new RoutingStrategy() {
            @Override
            public RoutingDecision decide(RoutingContext context) {
                throw new AssertionError("asked to block");
            }

            @Override
            public CompletionStage<RoutingDecision> decideAsync(RoutingContext context) {
                return decision;
            }
        };

        var answer = fixture.engine().chatAsync(ChatRequest.of("hi"));
        assertThat(a.requests).isEmpty();
        decision.complete(RoutingDecision.of("a", "late"));

        assertThat(answer.join().text()).isEqualTo("hi");
    }

    @Test
    void cancellingDuringTheDecisionCallsNoModel() {
        ScriptedModel a = fixture.model("a");
        fixture.model("b");
        var decision = new CompletableFuture<RoutingDecision>();
        fixture.strategy = new RoutingStrategy() {
            @Override
            public RoutingDecision decide(RoutingContext context) {
                return decision.join();
            }

            @Override
            public CompletionStage<RoutingDecision> decideAsync(RoutingContext context) {
                return decision;
            }
        };

        fixture.engine().chatAsync(ChatRequest.of("hi")).cancel(true);
        decision.complete(RoutingDecision.of("a", "late"));

        assertThat(a.requests).isEmpty();
    }

    private RoutingDecision route(ChatRequest request) {
        fixture.strategy = context -> {
            seen = context;
            return RoutingDecision.of(context.candidates().get(0).name(), "the first");
        };
        return fixture.engine().route(request);
    }

    private List<String> names() {
        return seen.candidates().stream().map(Candidate::name).toList();
    }
}
