package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.rateLimited;
import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Attempt;
import io.llmrouter.api.CallOptions;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.Extras;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.QueueConfig;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.config.StickinessConfig;
import io.llmrouter.core.limits.LimitStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that wait until a model has room for them. */
class QueueTest {
    private final EngineFixture fixture = new EngineFixture().retries(0);

    @BeforeEach
    void open() {
        fixture.store = LimitStores.open(LimitsConfig.defaults());
        fixture.limits = new RateLimits(null, null, 1);
    }

    @AfterEach
    void close() {
        fixture.store.close();
    }

    private static ChatRequest.Builder saying(String text) {
        return ChatRequest.builder().user(text);
    }

    private static ChatRequest saying(String text, int priority) {
        return saying(text).options(CallOptions.NONE.withPriority(priority)).build();
    }

    private static List<String> asked(ScriptedModel model) {
        return model.requests.stream().map(ChatRequest::lastUserText).toList();
    }

    private static void answerNext(ScriptedModel model) {
        model.futures.get(model.futures.size() - 1).complete(ScriptedModel.response("done"));
    }

    private static LlmRouterException errorOf(CompletableFuture<ChatResponse> answer) {
        assertThat(answer).isCompletedExceptionally();
        return (LlmRouterException) answer.handle((response, error) -> error).join();
    }

    private void bounds(int maxWaiting, Duration maxWait) {
        fixture.line.configure(new QueueConfig(maxWaiting, maxWait));
    }

    @Test
    void aSlotGoesToTheHighestPriorityAndThenToWhoCameFirst() {
        ScriptedModel model = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        List<CompletableFuture<ChatResponse>> answers = new ArrayList<>();
        answers.add(engine.chatAsync(saying("running", 0)));
        answers.add(engine.chatAsync(saying("usual 1").build()));
        answers.add(engine.chatAsync(saying("low", 1)));
        answers.add(engine.chatAsync(saying("usual 2").build()));
        answers.add(engine.chatAsync(saying("high", 9)));
        for (int i = 0; i < 5; i++) {
            assertThat(model.requests).hasSize(i + 1);
            assertThat(engine.queue().waiting()).isEqualTo(4 - i);
            answerNext(model);
        }

        assertThat(asked(model)).containsExactly("running", "high", "usual 1", "usual 2", "low");
        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(engine.queue().admitted()).isEqualTo(4);
        assertThat(fixture.timing.pending()).isZero();
    }

    @Test
    void aNewcomerDoesNotOvertakeThoseWhoWait() {
        fixture.limits = RateLimits.NONE;
        ScriptedModel model = fixture.model("a").fails(rateLimited(Duration.ofSeconds(2)));
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("limited").build());
        engine.chatAsync(saying("first").build());
        engine.chatAsync(saying("second").build());
        for (int i = 0; i < 230 && model.requests.size() < 2; i++) {
            fixture.timing.advance(Duration.ofMillis(10));
        }
        engine.chatAsync(saying("third").build());

        assertThat(asked(model)).containsExactly("limited", "first");
        fixture.timing.advance(Duration.ofSeconds(1));
        assertThat(asked(model)).containsExactly("limited", "first", "second", "third");
    }

    @Test
    void afterAProvidersPauseNotAllComeAtOnce() {
        fixture.limits = RateLimits.NONE;
        ScriptedModel model = fixture.model("a").fails(rateLimited(Duration.ofSeconds(2)));
        RoutingEngine engine = fixture.engine();
        for (int i = 0; i < 20; i++) {
            engine.chatAsync(saying("call " + i).build());
        }
        fixture.timing.advance(Duration.ofMillis(2_201));
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            groups.add(model.requests.size());
            fixture.timing.advance(Pace.PAUSE);
        }

        assertThat(groups).containsExactly(2, 4, 8, 16, 20);
    }

    @Test
    void aFullQueueRefusesAtOnceAndGivesWayToAHigherPriority() {
        bounds(2, Duration.ofSeconds(30));
        ScriptedModel model = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("running").build());
        CompletableFuture<ChatResponse> first = engine.chatAsync(saying("first").build());
        CompletableFuture<ChatResponse> second =
                engine.chatAsync(saying("second").build());
        LlmRouterException refused = errorOf(engine.chatAsync(saying("third").build()));
        CompletableFuture<ChatResponse> higher = engine.chatAsync(saying("higher", 6));
        fixture.timing.advance(Duration.ZERO);

        assertThat(refused).isInstanceOf(RateLimitException.class).hasMessageContaining("max_waiting");
        assertThat(refused.httpStatus()).hasValue(429);
        assertThat(refused.retryAfter().orElseThrow()).isPositive();
        assertThat(errorOf(second)).isInstanceOf(RateLimitException.class).hasMessageContaining("higher priority");
        assertThat(first).isNotDone();
        answerNext(model);
        answerNext(model);
        answerNext(model);
        assertThat(first).isCompleted();
        assertThat(higher).isCompleted();
        assertThat(engine.queue().refused()).isEqualTo(2);
        assertThat(engine.queue().waiting()).isZero();
    }

    @Test
    void withoutAQueueACallIsRefusedAtOnce() {
        for (QueueConfig off : List.of(new QueueConfig(0, Duration.ofSeconds(1)), new QueueConfig(5, Duration.ZERO))) {
            fixture.line.configure(off);
            fixture.model("a");
            RoutingEngine engine = fixture.engine();
            CompletableFuture<ChatResponse> running =
                    engine.chatAsync(saying("running").build());
            LlmRouterException refused =
                    errorOf(engine.chatAsync(saying("refused").build()));

            assertThat(refused).isInstanceOf(RateLimitException.class);
            assertThat(refused.retryAfter()).isPresent();
            running.cancel(true);
        }
    }

    @Test
    void whoGivesUpLeavesThePlaceToTheNext() {
        ScriptedModel model = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("running").build());
        CompletableFuture<ChatResponse> first = engine.chatAsync(saying("first").build());
        var sink = new Recorder();
        engine.stream(saying("stream").build(), sink);
        CompletableFuture<ChatResponse> last = engine.chatAsync(saying("last").build());
        first.cancel(true);
        sink.cancel();

        assertThat(engine.queue().waiting()).isEqualTo(1);
        assertThat(sink.error).isInstanceOf(CancelledException.class);
        assertThat(sink.error.attempts()).isEmpty();
        answerNext(model);
        answerNext(model);
        assertThat(asked(model)).containsExactly("running", "last");
        assertThat(last).isCompleted();
    }

    @Test
    void aDeadlineEndsTheWait() {
        ScriptedModel model = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("running").build());
        CompletableFuture<ChatResponse> waiting =
                engine.chatAsync(saying("late").deadline(Duration.ofSeconds(3)).build());
        fixture.timing.advance(Duration.ofSeconds(3));

        assertThat(errorOf(waiting)).isInstanceOf(DeadlineException.Call.class);
        assertThat(engine.queue().waiting()).isZero();
        answerNext(model);
        assertThat(asked(model)).containsExactly("running");
        assertThat(fixture.timing.pending()).isZero();
    }

    @Test
    void nobodyWaitsLongerThanMaxWait() {
        bounds(10, Duration.ofSeconds(5));
        fixture.model("a");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("running").build());
        CompletableFuture<ChatResponse> waiting =
                engine.chatAsync(saying("waiting").build());
        fixture.timing.advance(Duration.ofMillis(4_999));
        assertThat(waiting).isNotDone();
        fixture.timing.advance(Duration.ofMillis(1));

        assertThat(errorOf(waiting)).isInstanceOf(RateLimitException.class).hasMessageContaining("max_wait");
        assertThat(engine.queue().refused()).isEqualTo(1);
    }

    @Test
    void closingTheRouterEndsThoseWhoWait() {
        fixture.model("a");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("running").build());
        List<CompletableFuture<ChatResponse>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(engine.chatAsync(saying("waiting").build()));
        }
        engine.close();

        assertThat(waiting).allSatisfy(answer -> assertThat(errorOf(answer)).isInstanceOf(CancelledException.class));
        assertThat(fixture.line.state().waiting()).isZero();
    }

    @Test
    void callsOfANewConfigurationStandBehindThoseOfTheOld() {
        ScriptedModel model = fixture.model("a");
        RoutingEngine old = fixture.engine();
        RoutingEngine next = fixture.engine();
        old.chatAsync(saying("running").build());
        old.chatAsync(saying("of the old").build());
        next.chatAsync(saying("of the new").build());
        answerNext(model);
        answerNext(model);

        assertThat(asked(model)).containsExactly("running", "of the old", "of the new");
    }

    @Test
    void theDecisionLeavesOutAModelWithoutRoom() {
        ScriptedModel a = fixture.model("a");
        ScriptedModel b = fixture.model("b").answers("from b");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("running").build());
        ChatResponse second = engine.chat(saying("second").build());

        assertThat(second.model()).isEqualTo("b");
        assertThat(second.routing().decision().candidates())
                .extracting(Considered::excluded)
                .containsExactly("no room: 1 requests under way", null);
        assertThat(a.requests).hasSize(1);
        assertThat(b.requests).hasSize(1);
    }

    @Test
    void aModelWhoseTokensWouldNotSufficeIsLeftOut() {
        fixture.limits = new RateLimits(null, 1_000, null);
        fixture.model("a");
        fixture.limits = RateLimits.NONE;
        fixture.model("b");
        RoutingEngine engine = fixture.engine();

        assertThat(engine.route(saying("short").maxTokens(900).build()).model()).isEqualTo("a");
        assertThat(engine.route(saying("long").maxTokens(1_000).build()).model())
                .isEqualTo("b");
    }

    @Test
    void whereAllAreBusyTheFirstThatReturnsTakesTheCall() {
        ScriptedModel a = fixture.model("a");
        ScriptedModel b = fixture.model("b");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("to a").build());
        engine.chatAsync(saying("to b").build());
        CompletableFuture<ChatResponse> waiting =
                engine.chatAsync(saying("waiting").build());
        CompletableFuture<ChatResponse> onlyA =
                engine.chatAsync(saying("only a").model("a").build());
        answerNext(b);
        answerNext(b);

        assertThat(waiting.join().model()).isEqualTo("b");
        assertThat(onlyA).isNotDone();
        answerNext(a);
        answerNext(a);
        assertThat(onlyA.join().model()).isEqualTo("a");
    }

    @Test
    void aCallThatLostItsModelWaitsForItsFallbacksToo() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("to b").model("b").build());
        CompletableFuture<ChatResponse> failed =
                engine.chatAsync(saying("fails").model("a").build());
        a.futures.get(0).completeExceptionally(unavailable());
        assertThat(failed).isNotDone();
        fixture.timing.advance(Duration.ofSeconds(1));
        answerNext(b);
        answerNext(b);

        assertThat(failed.join().model()).isEqualTo("b");
        assertThat(failed.join().routing().attempts())
                .extracting(Attempt::waited)
                .containsExactly(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void aStreamThatWaitedIsAnsweredAndGivesItsSlotBack() {
        ScriptedModel model = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(saying("running").build());
        var sink = new Recorder();
        engine.stream(saying("stream").build(), sink);
        CompletableFuture<ChatResponse> last = engine.chatAsync(saying("last").build());
        answerNext(model);
        model.streams.get(0).says("hello");
        model.streams.get(0).completes("hello");
        answerNext(model);

        assertThat(sink.events).containsExactly("start", "hello", "complete hello");
        assertThat(last).isCompleted();
    }

    @Test
    void aCallLargerThanTheWholeLimitIsRefusedAtOnce() {
        fixture.limits = new RateLimits(null, 100, null);
        fixture.model("a");
        RoutingEngine engine = fixture.engine();

        assertThatThrownBy(() -> engine.chat(saying("long").maxTokens(1_000).build()))
                .isInstanceOfSatisfying(
                        RateLimitException.class,
                        error -> assertThat(error.quotaExhausted()).isTrue());
        assertThat(engine.queue().refused()).isZero();
    }

    @Test
    void anOpenCircuitLetsOneThroughAsItsProbeAndTheNextWithItsAnswer() {
        fixture.limits = RateLimits.NONE;
        ScriptedModel model = fixture.model("a");
        for (int i = 0; i < 5; i++) {
            fixture.members.get("a").health().tryAcquire().failed(unavailable());
        }
        RoutingEngine engine = fixture.engine();
        CompletableFuture<ChatResponse> first = engine.chatAsync(saying("first").build());
        CompletableFuture<ChatResponse> second =
                engine.chatAsync(saying("second").build());
        assertThat(model.requests).isEmpty();
        fixture.timing.advance(Duration.ofMillis(5_501));
        assertThat(asked(model)).containsExactly("first");
        answerNext(model);

        assertThat(first).isCompleted();
        assertThat(asked(model)).containsExactly("first", "second");
        answerNext(model);
        assertThat(second).isCompleted();
    }

    @Test
    void aConversationThatOnlyOneModelUnderstandsWaitsForIt() {
        fixture.stickiness = new StickinessConfig(true, Duration.ofMinutes(5));
        ScriptedModel a = fixture.model("a");
        ScriptedModel b = fixture.model("b");
        RoutingEngine engine = fixture.engine();
        var thought = new AssistantMessage(
                List.of(new Content.Thinking("hm", "signature", null), Content.text("4")), Extras.NONE);
        CompletableFuture<ChatResponse> answered =
                engine.chatAsync(saying("2+2?").build());
        a.futures.get(0).complete(ChatResponse.of(thought, FinishReason.STOP, Usage.reported(1, 1)));
        assertThat(answered).isCompleted();
        engine.chatAsync(saying("running").model("a").build());
        CompletableFuture<ChatResponse> next = engine.chatAsync(ChatRequest.builder()
                .user("2+2?")
                .message(thought)
                .user("and 3+3?")
                .build());

        assertThat(b.requests).isEmpty();
        assertThat(next).isNotDone();
        answerNext(a);
        answerNext(a);
        assertThat(next.join().routing().decision().strategy()).isEqualTo(Stickiness.STICKY);
    }

    @Test
    void roomThatTimeBringsBackIsWaitedForByTheClock() {
        var store = new ScriptedStore();
        fixture.store = store;
        ScriptedModel model = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        store.refusesFor(Duration.ofSeconds(7));
        CompletableFuture<ChatResponse> waiting =
                engine.chatAsync(saying("waiting").build());
        fixture.timing.advance(Duration.ofMillis(6_999));
        store.grants();
        assertThat(model.requests).isEmpty();
        fixture.timing.advance(Duration.ofMillis(1));
        answerNext(model);

        assertThat(waiting).isCompleted();
        assertThat(store.settled).isEqualTo(1);
        assertThat(store.asked).as("a look, and one reservation each time").isLessThanOrEqualTo(5);
    }

    @Test
    void aStoreThatAnswersLaterHoldsNobodyUp() {
        var store = new ScriptedStore();
        fixture.store = store;
        ScriptedModel model = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        store.answersLater();
        CompletableFuture<ChatResponse> gone = engine.chatAsync(saying("gone").build());
        CompletableFuture<ChatResponse> stays = engine.chatAsync(saying("stays").build());
        gone.cancel(true);
        store.answerAll();

        assertThat(asked(model)).containsExactly("stays");
        assertThat(store.settled).as("what was reserved for the one that left").isEqualTo(1);
        answerNext(model);
        assertThat(stays).isCompleted();
        assertThat(store.settled).isEqualTo(2);
    }

    @Test
    void aStoreThatFailsEndsThoseWhoWait() {
        var store = new ScriptedStore();
        fixture.store = store;
        fixture.model("a");
        RoutingEngine engine = fixture.engine();
        store.refusesFor(Duration.ofSeconds(2));
        CompletableFuture<ChatResponse> waiting =
                engine.chatAsync(saying("waiting").build());
        store.fails(unavailable());
        fixture.timing.advance(Duration.ofSeconds(2));

        assertThat(errorOf(waiting).httpStatus()).hasValue(503);
        assertThat(engine.queue().waiting()).isZero();
    }

    @Test
    void aRateLimitIsWaitedForAsLongAsTheQueueAllowsAndACircuitTenSeconds() {
        fixture.limits = RateLimits.NONE;
        for (String name : List.of("limited", "tooLong", "open", "openTooLong")) {
            fixture.model(name);
        }
        open("openTooLong");
        probeAndFail("openTooLong"); // open for ten seconds now
        probeAndFail("openTooLong"); // for twenty
        open("open");
        probeAndFail("open");
        limit("limited", 30);
        limit("tooLong", 31);
        RoutingEngine engine = fixture.engine();

        assertThat(engine.chatAsync(saying("x").model("tooLong").build())).isCompletedExceptionally();
        assertThat(engine.chatAsync(saying("x").model("openTooLong").build())).isCompletedExceptionally();
        assertThat(engine.chatAsync(saying("x").model("open").build())).isNotDone();
        assertThat(engine.chatAsync(saying("x").model("limited").build())).isNotDone();
        assertThat(engine.queue().waiting()).isEqualTo(2);
    }

    @Test
    void aWaitThatEndsWithTheDeadlineIsTooLong() {
        fixture.limits = RateLimits.NONE;
        fixture.model("a");
        limit("a", 5);
        RoutingEngine engine = fixture.engine();

        assertThat(engine.chatAsync(saying("x").deadline(Duration.ofSeconds(5)).build()))
                .isCompletedExceptionally();
        assertThat(engine.chatAsync(saying("x").deadline(Duration.ofSeconds(6)).build()))
                .isNotDone();
    }

    @Test
    void allWaitsOfACallTogetherAreNoLongerThanTheLongest() {
        fixture.retries(1);
        fixture.limits = RateLimits.NONE;
        ScriptedModel model = fixture.model("a");
        bounds(10, Duration.ofSeconds(50));
        limit("a", 40);
        RoutingEngine engine = fixture.engine();
        CompletableFuture<ChatResponse> answer = engine.chatAsync(saying("x").build());
        fixture.timing.advance(Duration.ofSeconds(44));
        assertThat(model.requests).hasSize(1);
        model.futures.get(0).completeExceptionally(unavailable());
        limit("a", 40);
        fixture.timing.advance(Duration.ofSeconds(3));

        assertThat(answer).isCompletedExceptionally();
        assertThat(model.requests).hasSize(1);
    }

    private void limit(String model, int seconds) {
        fixture.members.get(model).health().tryAcquire().failed(rateLimited(Duration.ofSeconds(seconds)));
    }

    private void open(String model) {
        for (int i = 0; i < 5; i++) {
            fixture.members.get(model).health().tryAcquire().failed(unavailable());
        }
    }

    private void probeAndFail(String model) {
        Health health = fixture.members.get(model).health();
        health.untilAvailable().ifPresent(fixture.timing::advance);
        health.tryAcquire().failed(unavailable());
    }
}
