package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.SystemMessage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.memory.PastDecision;
import io.llmrouter.core.memory.Recollection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmStrategyTest {
    private static final String[] MODELS = {"haiku", "sonnet", "opus"};

    @Test
    void theModelThatTheRoutingModelNamesIsChosen() throws Exception {
        var decision = RoutingDecision.of("opus", "the routing model named it");

        assertThat(strategy(ScriptedModel.answering("opus"), Map.of()).decide(ask("Prove it")))
                .isEqualTo(decision);
        assertThat(async(strategy(ScriptedModel.answering("opus"), Map.of()), ask("Prove it")))
                .isEqualTo(decision);
    }

    @Test
    void theQuestionIsShortColdAndHasADeadline() {
        var model = ScriptedModel.answering("opus");

        strategy(model, Map.of("timeout", Duration.ofSeconds(3))).decide(ask("Prove it"));

        ChatRequest request = model.requests.get(0);
        assertThat(request.maxTokens()).hasValue(50);
        assertThat(request.temperature()).hasValue(0.0);
        assertThat(request.deadline()).contains(Duration.ofSeconds(3));
        assertThat(request.messages()).hasSize(2);
        assertThat(request.messages().get(0)).isInstanceOf(SystemMessage.class);
        assertThat(request.lastUserText()).contains("<message>\nProve it\n</message>");
    }

    @Test
    void theDeadlineIsFifteenSecondsOrTheRequestsOwnIfShorter() {
        var model = ScriptedModel.answering("opus");
        var strategy = strategy(model, Map.of());
        var hurried = ChatRequest.builder()
                .user("quick")
                .deadline(Duration.ofSeconds(2))
                .build();

        strategy.decide(ask("no hurry"));
        strategy.decide(new RoutingContext(hurried, "quick", TestCandidate.all(MODELS)));

        assertThat(model.requests)
                .extracting(request -> request.deadline().orElseThrow())
                .containsExactly(Duration.ofSeconds(15), Duration.ofSeconds(2));
    }

    static Stream<Arguments> uselessAnswers() {
        return Stream.of(
                Arguments.of("I'm sorry, I can't help with that.", "answered something that names no candidate"),
                Arguments.of("gpt-4", "answered something that names no candidate"),
                Arguments.of("", "answered without text"),
                Arguments.of(" \n", "answered without text"),
                Arguments.of("haiku or sonnet", "named 2 candidates"));
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void anAnswerThatNamesNoSingleCandidateLeadsToTheDefault(String answer, String why) {
        var strategy = strategy(ScriptedModel.answering(answer), Map.of("default", "sonnet"));

        assertThat(strategy.decide(ask("q")))
                .isEqualTo(RoutingDecision.of("sonnet", "the routing model " + why + ": the default"));
    }

    static Stream<Arguments> failures() {
        ErrorFacts facts = ErrorFacts.because("secret prompt").build();
        return Stream.of(
                Arguments.of(new RateLimitException(facts), "RateLimitException"),
                Arguments.of(new DeadlineException.FirstToken(facts), "DeadlineException.FirstToken"),
                Arguments.of(new CompletionException(new RateLimitException(facts)), "RateLimitException"),
                Arguments.of(new IllegalStateException("secret prompt"), "IllegalStateException"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureOfTheRoutingModelLeadsToTheDefaultAndTheReasonHasItsClass(RuntimeException failure, String name)
            throws Exception {
        var expected = RoutingDecision.of("sonnet", "the routing model failed (" + name + "): the default");
        var settings = Map.of("default", "sonnet");

        assertThat(strategy(ScriptedModel.failing(failure), settings).decide(ask("q")))
                .isEqualTo(expected);
        assertThat(strategy(ScriptedModel.throwing(failure), settings).decide(ask("q")))
                .isEqualTo(expected);
        assertThat(async(strategy(ScriptedModel.failing(failure), settings), ask("q")))
                .isEqualTo(expected);
    }

    @Test
    void theDefaultOfTheRulesCountsWhereNoOtherIsSet() {
        var rules = Map.of("rules", List.of(Map.of("default", "opus"), Map.of("keywords", "x", "model", "haiku")));
        var both = Map.of("rules", List.of(Map.of("default", "opus")), "default", "sonnet");

        assertThat(strategy(ScriptedModel.answering("?"), rules)
                        .decide(ask("q"))
                        .model())
                .isEqualTo("opus");
        assertThat(strategy(ScriptedModel.answering("?"), both).decide(ask("q")).model())
                .isEqualTo("sonnet");
        assertThat(strategy(ScriptedModel.answering("?"), Map.of()).decide(ask("q")))
                .isEqualTo(RoutingDecision.of(
                        "haiku",
                        "the routing model answered something that names no candidate, and no default is set: the first"
                                + " model"));
    }

    @Test
    void aSilentRoutingModelIsCancelledAndTheDefaultChosen() throws Exception {
        var settings = Map.of("timeout", Duration.ofMillis(30), "default", "sonnet");
        var expected = RoutingDecision.of("sonnet", "the routing model did not answer within 30 ms: the default");
        var silent = new CompletableFuture<ChatResponse>();
        var silentToo = new CompletableFuture<ChatResponse>();

        assertThat(strategy(ScriptedModel.pending(silent), settings).decide(ask("q")))
                .isEqualTo(expected);
        assertThat(async(strategy(ScriptedModel.pending(silentToo), settings), ask("q")))
                .isEqualTo(expected);

        assertThatThrownBy(() -> silent.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> silentToo.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Test
    void decidingAsynchronouslyDoesNotWait() throws Exception {
        var answer = new CompletableFuture<ChatResponse>();

        var decision = strategy(ScriptedModel.pending(answer), Map.of())
                .decideAsync(ask("q"))
                .toCompletableFuture();

        assertThat(decision).isNotDone();
        answer.complete(ChatResponse.of("sonnet"));
        assertThat(decision.get(10, TimeUnit.SECONDS).model()).isEqualTo("sonnet");
    }

    @Test
    void cancellingTheDecisionCancelsTheCall() {
        var answer = new CompletableFuture<ChatResponse>();

        strategy(ScriptedModel.pending(answer), Map.of())
                .decideAsync(ask("q"))
                .toCompletableFuture()
                .cancel(true);

        assertThat(answer).isCancelled();
    }

    @Test
    void anInterruptEndsTheWaitAndCancelsTheCall() throws Exception {
        var answer = new CompletableFuture<ChatResponse>();
        var strategy = strategy(ScriptedModel.pending(answer), Map.of());
        var failure = new AtomicReference<Throwable>();
        var ended = new CountDownLatch(1);
        var caller = new Thread(() -> {
            try {
                strategy.decide(ask("q"));
            } catch (CancelledException cancelled) {
                failure.set(Thread.currentThread().isInterrupted() ? cancelled : null);
            } finally {
                ended.countDown();
            }
        });

        caller.start();
        caller.interrupt();

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(failure.get()).isInstanceOf(CancelledException.class);
        assertThat(answer).isCancelled();
    }

    @ParameterizedTest
    @CsvSource({
        "Use [opus] for this, opus",
        "(sonnet) hello, sonnet",
        "please ( OPUS ), opus",
        "f(x) [1] then [opus] and (sonnet), opus"
    })
    void aNameInBracketsChoosesWithoutACallWhereThatIsAllowed(String query, String model) {
        var routingModel = ScriptedModel.answering("haiku");

        RoutingDecision decision =
                strategy(routingModel, Map.of("tag_override", true)).decide(ask(query));

        assertThat(decision).isEqualTo(RoutingDecision.of(model, "the message names it in brackets"));
        assertThat(routingModel.requests).isEmpty();
    }

    @Test
    void aNameInBracketsMeansNothingUnlessAllowedOrIfItIsNoCandidate() {
        assertThat(strategy(ScriptedModel.answering("haiku"), Map.of())
                        .decide(ask("[opus]"))
                        .model())
                .isEqualTo("haiku");
        assertThat(strategy(ScriptedModel.answering("haiku"), Map.of("tag_override", true))
                        .decide(ask("[gpt-4] opus"))
                        .model())
                .isEqualTo("haiku");
    }

    @Test
    void asksTheConnectedOrTheConfiguredModel() {
        assertThat(connected(Map.of())).containsExactly("openai gpt-4o-mini null");
        assertThat(connected(Map.of("provider", "bedrock", "model", "amazon.nova-lite-v1:0")))
                .containsExactly("bedrock amazon.nova-lite-v1:0 null");
        assertThat(connected(Map.of("model", "m", "base_url", "http://localhost:9/v1")))
                .containsExactly("openai m http://localhost:9/v1");
        assertThat(connected(Map.of("model", "haiku"))).containsExactly("haiku");
        assertThat(connected(Map.of("model", "haiku", "provider", "anthropic")))
                .containsExactly("anthropic haiku null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT2H"})
    void aTimeoutOutOfBoundsIsRefused(Duration timeout) {
        assertThatThrownBy(() -> strategy(ScriptedModel.answering("haiku"), Map.of("timeout", timeout)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.timeout: expected a duration");
    }

    @Test
    void onlyAChoiceOfTheRoutingModelIsRemembered() {
        var remembered = new ArrayList<String>();
        var failure = new RateLimitException(ErrorFacts.because("429").build());
        Map<String, ?> settings = Map.of("default", "sonnet", "timeout", Duration.ofMillis(30), "tag_override", true);

        for (ScriptedModel model : List.of(
                ScriptedModel.answering("opus"),
                ScriptedModel.answering("none of them"),
                ScriptedModel.answering("haiku or opus"),
                ScriptedModel.failing(failure),
                ScriptedModel.throwing(failure),
                ScriptedModel.pending(new CompletableFuture<>()))) {
            remembering(model, settings, List.of(), remembered).decide(ask("q"));
        }
        remembering(ScriptedModel.answering("opus"), settings, List.of(), remembered)
                .decide(ask("[haiku] q"));

        assertThat(remembered).containsExactly("q -> opus");
    }

    @Test
    void pastDecisionsAreShownToTheRoutingModel() {
        var model = ScriptedModel.answering("opus");
        var past = List.of(new PastDecision("earlier", "haiku", 0.75));

        remembering(model, Map.of(), past, new ArrayList<>()).decide(ask("q"));

        assertThat(model.requests.get(0).lastUserText()).contains("\n0.750 \"earlier\" -> haiku\n");
    }

    private static RoutingStrategy remembering(
            ScriptedModel model, Map<String, ?> settings, List<PastDecision> past, List<String> remembered) {
        var config = new Routing(settings, TestCandidate.all(MODELS), model);
        config.memory = context -> new Recollection() {
            @Override
            public List<PastDecision> similar() {
                return past;
            }

            @Override
            public void remember(String chosen) {
                remembered.add(context.query() + " -> " + chosen);
            }
        };
        return new LlmStrategyProvider().create(config);
    }

    private static List<String> connected(Map<String, ?> settings) {
        var config = new Routing(settings, TestCandidate.all(MODELS), ScriptedModel.answering("haiku"));
        new LlmStrategyProvider().create(config);
        return config.connected;
    }

    private static RoutingStrategy strategy(ScriptedModel model, Map<String, ?> settings) {
        return new LlmStrategyProvider().create(new Routing(settings, TestCandidate.all(MODELS), model));
    }

    private static RoutingContext ask(String query) {
        List<Candidate> candidates = TestCandidate.all(MODELS);
        return Routing.ask(query, candidates);
    }

    private static RoutingDecision async(RoutingStrategy strategy, RoutingContext context) throws Exception {
        return strategy.decideAsync(context).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
