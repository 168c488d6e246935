package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.QueueState;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.BudgetExceededException;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.core.config.Budget;
import io.llmrouter.core.config.Budget.Window;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.limits.LimitStores;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallLimitsTest {
    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void open() {
        fixture.store = LimitStores.open(LimitsConfig.defaults());
    }

    @AfterEach
    void close() {
        fixture.store.close();
    }

    /** A call with 90 tokens of output costs at most about $0.0001. */
    private static ChatRequest.Builder request() {
        return ChatRequest.builder().user("hi").maxTokens(90);
    }

    private ScriptedModel priced(String name, String... fallbacks) {
        return fixture.model(EngineFixture.info(name, Prices.of("1", "1"), Map.of(), null, null), fallbacks);
    }

    private void budget(String per, String usd) {
        fixture.budgets = List.of(new Budget(per, new BigDecimal(usd), Window.DAY));
    }

    private static LlmRouterException errorOf(CompletableFuture<ChatResponse> answer) {
        assertThat(answer).isCompletedExceptionally();
        return (LlmRouterException) answer.handle((response, error) -> error).join();
    }

    @Test
    void aCallAboveItsBudgetIsRefusedWithTheTimeAndNothingIsSent() {
        budget("user", "0.00015");
        ScriptedModel model = priced("a");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(request().endUser("ann").build());
        var refused = catchThrowableOfType(
                BudgetExceededException.class,
                () -> engine.chat(request().endUser("ann").build()));
        assertThat(refused.budget()).isEqualTo("user");
        assertThat(refused.resetAfter()).isBetween(Duration.ofMillis(1), Duration.ofDays(1));
        assertThat(refused.quotaExhausted()).isTrue();
        assertThat(refused.attempts()).isEmpty();
        assertThat(refused.retryAfter()).contains(refused.resetAfter());
        assertThat(model.requests).hasSize(1);
        var never = catchThrowableOfType(
                BudgetExceededException.class,
                () -> engine.chat(request().maxTokens(5_000).endUser("bob").build()));
        assertThat(never.retryAfter()).isEmpty();
    }

    @Test
    void callsAtATimeReserveTheirWorstCaseAndSettleTheirCost() {
        budget("all", "0.00025");
        ScriptedModel model = priced("a");
        RoutingEngine engine = fixture.engine();
        CompletableFuture<ChatResponse> one = engine.chatAsync(request().build());
        engine.chatAsync(request().build());
        assertThat(errorOf(engine.chatAsync(request().build()))).isInstanceOf(BudgetExceededException.class);
        model.futures.get(0).complete(ScriptedModel.response("done"));
        assertThat(one).isCompleted();
        engine.chatAsync(request().build());
        assertThat(model.requests).hasSize(3);
    }

    @Test
    void aCancelledOrFailedStreamIsSettledByWhatItUsed() {
        budget("all", "0.00015");
        fixture.retries(0);
        ScriptedModel model = priced("a");
        RoutingEngine engine = fixture.engine();
        for (int i = 0; i < 5; i++) {
            var sink = new Sink();
            StreamHandle handle = engine.stream(request().build(), sink);
            if (i % 2 == 0) {
                handle.cancel();
            } else {
                model.streams.get(i).sink.onError(EngineFixture.unavailable());
            }
            assertThat(sink.errors).hasSize(1);
        }
        assertThat(model.requests).hasSize(5);
        var whole = new Sink();
        engine.stream(request().maxTokens(200).build(), whole);
        assertThat(whole.errors).first().isInstanceOf(BudgetExceededException.class);
    }

    @Test
    void aCancelledPlainCallIsSettledByItsPromptAndSaysWhatItCost() {
        budget("all", "0.00015");
        priced("a");
        RoutingEngine engine = fixture.engine();
        for (int i = 0; i < 5; i++) {
            CompletableFuture<ChatResponse> call = engine.chatAsync(request().build());
            call.cancel(true);
            assertThat(call).isCancelled();
            // join() of a later JDK puts one more around it
            assertThat(call.handle((answer, failure) -> failure).join())
                    .isInstanceOf(CancellationException.class)
                    .cause()
                    .isInstanceOfSatisfying(CancelledException.class, cancelled -> {
                        Attempt attempt = cancelled.attempts().get(0);
                        assertThat(attempt.usage()).isEqualTo(Usage.estimated(5, 0));
                        assertThat(attempt.cost()).isEqualByComparingTo("0.000005");
                    });
        }
        // five prompts of 5 tokens are spent, and 0.000125 is left
        assertThat(errorOf(engine.chatAsync(request().maxTokens(121).build())))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(engine.chatAsync(request().maxTokens(120).build())).isNotDone();
    }

    @Test
    void theDearestOfAllFallbacksIsReserved() {
        budget("all", "0.0015");
        fixture.model(EngineFixture.info("dear", Prices.of("100", "100"), Map.of(), null, null));
        fixture.chains(List.of("dear"), List.of());
        priced("long");
        fixture.chains(List.of(), List.of("dear"));
        priced("refused");
        fixture.chains(List.of(), List.of());
        priced("alone");
        RoutingEngine engine = fixture.engine();

        assertThat(errorOf(engine.chatAsync(request().model("long").build())))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(errorOf(engine.chatAsync(request().model("refused").build())))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(engine.chatAsync(request().model("alone").build())).isNotDone();
        assertThat(engine.modelsFor(request().model("long").build()))
                .extracting(ModelInfo::name)
                .containsExactly("long", "dear");
        assertThat(engine.modelsFor(request().build())).hasSize(4);
    }

    @Test
    void usersKeysAndTagsHaveBudgetsOfTheirOwn() {
        for (String per : List.of("user", "key", "tag:team")) {
            budget(per, "0.00015");
            ScriptedModel model = priced("a");
            RoutingEngine engine = fixture.engine();
            for (String who : List.of("ann", "bob", "a name of more than 64 characters".repeat(3))) {
                ChatRequest asked = request()
                        .endUser(who)
                        .tags(Map.of("client", who, "team", who))
                        .build();
                engine.chatAsync(asked);
                assertThat(errorOf(engine.chatAsync(asked))).isInstanceOf(BudgetExceededException.class);
            }
            engine.chatAsync(request().build());
            assertThat(errorOf(engine.chatAsync(request().build()))).isInstanceOf(BudgetExceededException.class);
            assertThat(model.requests).hasSize(4);
        }
    }

    @Test
    void aModelOfUnknownPriceIsNotAskedOnABudget() {
        budget("all", "5");
        ScriptedModel model = fixture.model("a");
        assertThatThrownBy(() -> fixture.engine().chat(request().build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("input_price");
        assertThat(model.requests).isEmpty();
    }

    @Test
    void aModelWithoutRoomGivesWayToItsFallbackAndHasRoomAgain() {
        fixture.limits = new RateLimits(null, null, 1);
        fixture.retries(0);
        ScriptedModel full = priced("a", "b");
        fixture.limits = RateLimits.NONE;
        ScriptedModel other = priced("b").answers("from b");
        RoutingEngine engine = fixture.engine();
        CompletableFuture<ChatResponse> first =
                engine.chatAsync(request().model("a").build());
        ChatResponse second = engine.chat(request().model("a").build());
        assertThat(second.model()).isEqualTo("b");
        assertThat(second.routing().attempts()).extracting(Attempt::model).containsExactly("b");
        assertThat(second.routing().decision().candidates())
                .extracting(Considered::excluded)
                .containsExactly("no room: 1 requests under way");
        assertThat(second.routing().cost()).isEqualByComparingTo("0.00003");
        full.futures.get(0).complete(ScriptedModel.response("from a"));
        assertThat(first.join().text()).isEqualTo("from a");
        var sink = new Sink();
        engine.stream(request().model("a").build(), sink);
        full.streams.get(0).completes("");
        assertThat(sink.errors).isEmpty();
        assertThat(full.requests).hasSize(2);
        assertThat(other.requests).hasSize(1);
    }

    @Test
    void aCallWaitsForRoomWhereThereIsNoFallback() {
        fixture.limits = new RateLimits(null, null, 1);
        ScriptedModel full = priced("a");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(request().build());
        CompletableFuture<ChatResponse> waiting = engine.chatAsync(request().build());
        assertThat(waiting).isNotDone();
        assertThat(engine.queue().waiting()).isEqualTo(1);
        fixture.timing.advance(Duration.ofSeconds(2));
        full.futures.get(0).complete(ScriptedModel.response("first"));
        full.futures.get(1).complete(ScriptedModel.response("second"));
        assertThat(waiting.join().text()).isEqualTo("second");
        assertThat(waiting.join().routing().attempts())
                .extracting(Attempt::waited)
                .containsExactly(Duration.ofSeconds(2));
        assertThat(engine.queue()).isEqualTo(new QueueState(0, 1, 0, Duration.ofSeconds(2)));
    }

    @Test
    void withoutRoomForLongTheErrorSaysWhenThereWillBe() {
        fixture.limits = new RateLimits(1, null, null);
        priced("a").answers("first");
        RoutingEngine engine = fixture.engine();
        engine.chat(request().build());
        var refused = (RateLimitException) errorOf(
                engine.chatAsync(request().deadline(Duration.ofSeconds(5)).build()));
        assertThat(refused.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61));
        assertThat(refused.quotaExhausted()).isFalse();
    }

    private static final class Sink implements StreamingSink {
        final List<LlmRouterException> errors = new ArrayList<>();

        @Override
        public void onDelta(Delta delta) {
            assertThat(delta).isNotNull();
        }

        @Override
        public void onComplete(ChatResponse response) {
            assertThat(errors).isEmpty();
        }

        @Override
        public void onError(LlmRouterException error) {
            errors.add(error);
        }
    }
}
