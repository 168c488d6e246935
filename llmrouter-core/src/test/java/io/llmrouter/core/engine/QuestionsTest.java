package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.CallOptions;
import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.BudgetExceededException;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.spi.ModelCalls;
import io.llmrouter.api.spi.Routed;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.config.Budget;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.limits.LimitStores;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a strategy asks models is part of the call that it decides on. */
class QuestionsTest {
    private final EngineFixture fixture = new EngineFixture();
    private final ScriptedModel small =
            fixture.model(EngineFixture.info("small", Prices.of("3", "3"), Map.of(), 100_000, 1000));
    private final ScriptedModel large =
            fixture.model(EngineFixture.info("large", Prices.of("10", "10"), Map.of(), 100_000, 1000));
    private final ChatRequest request = ChatRequest.of("What is a monad?");

    @BeforeEach
    void draftWithTheSmallModel() {
        fixture.strategy = new Drafting();
    }

    /** Asks the small model, and takes its answer unless that is "bad" or fails. */
    private final class Drafting implements RoutingStrategy {
        @Override
        public RoutingDecision decide(RoutingContext context) {
            return RoutingDecision.of("small", "drafts first");
        }

        @Override
        public CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
            ChatRequest once = context.request().toBuilder()
                    .options(new CallOptions(0, null, null, null, null, null))
                    .build();
            return calls.ask(handle("small"), once)
                    .handle((draft, failure) -> draft == null || draft.text().equals("bad")
                            ? Routed.to(RoutingDecision.of("large", "the draft was refused"))
                            : new Routed(RoutingDecision.of("small", "the draft was good"), draft));
        }
    }

    private ChatModel handle(String name) {
        return new MemberModel(fixture.members.get(name), true);
    }

    private static String line(Attempt attempt) {
        return attempt.model() + (attempt.forDecision() ? " asked" : "") + (attempt.succeeded() ? "" : " failed") + " "
                + attempt.cost().stripTrailingZeros().toPlainString();
    }

    @Test
    void anAcceptedAnswerIsHandedOverAndNotAskedForAgain() {
        small.answers("good");

        ChatResponse response = fixture.engine().chat(request);

        assertThat(response.text()).isEqualTo("good");
        assertThat(response.model()).isEqualTo("small");
        assertThat(response.routing().model()).isEqualTo("small");
        assertThat(response.routing().attempts())
                .extracting(QuestionsTest::line)
                .containsExactly("small 0.00009");
        assertThat(response.routing().cost()).isEqualByComparingTo("0.00009");
        assertThat(small.requests).hasSize(1);
        assertThat(large.requests).isEmpty();
    }

    @Test
    void aRefusedAnswerIsPaidForOnceAndTheNextModelAnswers() {
        small.answers("bad");
        large.answers("better");

        ChatResponse response = fixture.engine().chat(request);

        assertThat(response.text()).isEqualTo("better");
        assertThat(response.routing().attempts())
                .extracting(QuestionsTest::line)
                .containsExactly("small asked 0.00009", "large 0.0003");
        assertThat(response.routing().cost()).isEqualByComparingTo("0.00039");
        assertThat(response.routing().toString()).contains("1 question and 1 attempt");
    }

    @Test
    void anAcceptedAnswerIsStreamed() {
        small.answers("good");
        var sink = new Recorder();

        fixture.engine().stream(request, sink);

        assertThat(sink.events).containsExactly("start", "good", "complete good");
        assertThat(sink.models).hasSize(1).first().asString().startsWith("small after [start], 0 failed");
        assertThat(sink.response.routing().attempts())
                .extracting(QuestionsTest::line)
                .containsExactly("small 0.00009");
        assertThat(small.streams).isEmpty();
    }

    @Test
    void aRefusedAnswerLeadsToTheNextModelsOwnStream() {
        small.answers("bad");
        large.answers("better");
        var sink = new Recorder();

        fixture.engine().stream(request, sink);

        assertThat(sink.events).containsExactly("start", "better", "complete better");
        assertThat(large.streams).hasSize(1);
        assertThat(sink.response.routing().cost()).isEqualByComparingTo("0.00039");
    }

    @Test
    void aCallerWhoHoldsTheStreamGetsTheAnswerWhenItGoesOn() {
        var sink = new Recorder();
        var handle = fixture.engine().stream(request, sink);
        handle.pause();

        small.futures.get(0).complete(ScriptedModel.response("good"));
        assertThat(sink.events).containsExactly("start");
        handle.resume();

        assertThat(sink.events).containsExactly("start", "good", "complete good");
    }

    @Test
    void aCallerWhoCancelsAmidTheAnswerIsToldTheEndAfterThePiece() {
        small.answers("good");
        var sink = new Recorder();
        sink.cancelAt = "good";

        fixture.engine().stream(request, sink);

        assertThat(sink.events).containsExactly("start", "good", "error");
        assertThat(sink.error).isInstanceOf(CancelledException.class);
        assertThat(sink.error.attempts()).extracting(Attempt::model).containsExactly("small");
    }

    @Test
    void aSinkThatThrowsAtTheAnswerEndsTheCallOnce() {
        small.answers("good");
        var sink = new Recorder();
        sink.throwAt = "good";

        fixture.engine().stream(request, sink);

        assertThat(sink.events).containsExactly("start", "good", "error");
        assertThat(sink.error).hasMessageContaining("its sink failed");
    }

    @Test
    void aFailedQuestionLeadsOnAndIsInTheReport() {
        small.fails(EngineFixture.unavailable());
        large.answers("better");

        ChatResponse response = fixture.engine().chat(request);

        assertThat(response.text()).isEqualTo("better");
        assertThat(response.routing().attempts())
                .extracting(QuestionsTest::line)
                .containsExactly("small asked failed 0", "large 0.0003");
    }

    @Test
    void cancellingTheCallCancelsTheQuestionAndNoOtherModelIsAsked() {
        var engine = fixture.engine();
        CompletableFuture<ChatResponse> call = engine.chatAsync(request);

        call.cancel(true);

        assertThat(small.futures.get(0)).isCancelled();
        assertThat(large.requests).isEmpty();
    }

    @Test
    void theDeadlineOfTheCallSpansTheQuestionAndTheErrorHasItsCost() {
        fixture.deadline = Duration.ofSeconds(5);
        CompletableFuture<ChatResponse> call = fixture.engine().chatAsync(request);

        fixture.timing.advance(Duration.ofSeconds(5));

        assertThatThrownBy(call::join)
                .cause()
                .isInstanceOfSatisfying(
                        DeadlineException.Call.class,
                        late -> assertThat(late.attempts())
                                .extracting(attempt -> attempt.model() + " " + attempt.forDecision())
                                .containsExactly("small true"));
        assertThat(small.futures.get(0)).isCancelled();
        assertThat(large.requests).isEmpty();
    }

    @Test
    void aQuestionThatIsStillOpenWhenTheStrategyDecidesIsGivenUp() {
        fixture.strategy = new RoutingStrategy() {
            @Override
            public RoutingDecision decide(RoutingContext context) {
                return RoutingDecision.of("large", "without asking");
            }

            @Override
            public CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
                var unused = calls.ask(handle("small"), context.request());
                return CompletableFuture.completedFuture(Routed.to(decide(context)));
            }
        };
        large.answers("better");

        ChatResponse response = fixture.engine().chat(request);

        assertThat(small.futures.get(0)).isCancelled();
        assertThat(response.routing().attempts())
                .extracting(attempt -> attempt.model() + " " + attempt.forDecision())
                .containsExactly("small true", "large false");
    }

    @Test
    void routingAloneAsksNoModel() {
        assertThat(fixture.engine().route(request).model()).isEqualTo("small");
        assertThat(small.requests).isEmpty();
    }

    @Test
    void theCircuitOfTheAskedModelHoldsForQuestions() {
        var engine = fixture.engine();
        for (int i = 0; i < 20; i++) {
            small.fails(EngineFixture.unavailable());
            large.answers("better");
            engine.chat(request);
        }
        assertThat(small.requests.size()).isLessThan(20);
    }

    @Test
    void questionsAndAnswersAreTakenFromTheBudgetOnceEach() {
        fixture.store = LimitStores.open(LimitsConfig.defaults());
        fixture.budgets = List.of(new Budget("all", new BigDecimal("0.012"), Budget.Window.MONTH));
        var engine = fixture.engine();
        for (int i = 0; i < 5; i++) {
            small.answers("bad");
            large.answers("better");
            engine.chat(request);
        }

        // The dear model reserves $0.0101, and $0.00039 a call are spent.
        small.answers("bad");
        assertThatThrownBy(() -> engine.chat(request)).isInstanceOf(BudgetExceededException.class);
    }

    @Test
    void anAnswerFromElsewhereIsRefused() {
        fixture.strategy = new RoutingStrategy() {
            @Override
            public RoutingDecision decide(RoutingContext context) {
                return RoutingDecision.of("small", "made up");
            }

            @Override
            public CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
                return CompletableFuture.completedFuture(new Routed(decide(context), ChatResponse.of("made up")));
            }
        };

        assertThatThrownBy(() -> fixture.engine().chat(request))
                .isInstanceOf(ProviderUnavailableException.class)
                .hasMessageContaining("handed over an answer that the model 'small' did not give it");
    }

    @Test
    void aQuestionCarriesTheCallersNameAndTags() {
        fixture.strategy = new RoutingStrategy() {
            @Override
            public RoutingDecision decide(RoutingContext context) {
                return RoutingDecision.of("large", "asked");
            }

            @Override
            public CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
                return calls.ask(handle("small"), ChatRequest.of("who?"))
                        .thenApply(answer -> Routed.to(decide(context)));
            }
        };
        small.answers("large");
        large.answers("better");

        fixture.engine()
                .chat(request.toBuilder()
                        .endUser("eve")
                        .tags(Map.of("team", "a"))
                        .build());

        ChatRequest asked = small.requests.get(0);
        assertThat(asked.endUser()).contains("eve");
        assertThat(asked.tags()).containsEntry("team", "a");
        assertThat(asked.lastUserText()).isEqualTo("who?");
    }

    @Test
    void aQuestionAfterTheEndOfTheCallIsRefused() {
        var kept = new CompletableFuture<ModelCalls>();
        fixture.strategy = new RoutingStrategy() {
            @Override
            public RoutingDecision decide(RoutingContext context) {
                return RoutingDecision.of("large", "at once");
            }

            @Override
            public CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
                kept.complete(calls);
                return CompletableFuture.completedFuture(Routed.to(decide(context)));
            }
        };
        large.answers("done");
        fixture.engine().chat(request);

        CompletableFuture<ChatResponse> late = kept.join().ask(handle("small"), request);

        assertThatThrownBy(late::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(LlmRouterException.class);
        assertThat(small.requests).isEmpty();
    }
}
