package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.info;
import static io.llmrouter.core.engine.EngineFixture.tooLong;
import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Prices;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.CancelledException.HedgeLost;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.journal.ErrorKind;
import io.llmrouter.core.limits.LimitStores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second model asked beside one that is slow. */
class HedgeTest {
    private static final ChatRequest HELLO =
            ChatRequest.builder().model("a").user("hello").build();
    private static final Duration AFTER = Duration.ofMillis(800);

    private final EngineFixture fixture = new EngineFixture();
    private final Recorder caller = new Recorder();
    private ScriptedModel a = new ScriptedModel();
    private ScriptedModel b = new ScriptedModel();
    private RoutingEngine engine = fixture.engine();

    @BeforeEach
    void twoModels() {
        open(AFTER, 1, "b");
    }

    private void open(Duration after, double budget, String... fallbacks) {
        fixture.members.clear();
        fixture.retries(0).hedge(after, budget);
        a = fixture.model(info("a", Prices.of("1", "2"), Map.of(), null, null), fallbacks);
        b = fixture.model(info("b", Prices.of("1", "2"), Map.of(), null, null));
        engine = fixture.engine();
    }

    @AfterEach
    void nothingIsLeftUnderWay() {
        assertThat(fixture.members.values()).allSatisfy(member -> {
            assertThat(member.inFlight()).as(member.name()).isZero();
            assertThat(member.health().untilAvailable()).isEmpty();
        });
        assertThat(fixture.timing.pending()).isZero();
    }

    @Test
    void aSecondModelIsAskedAfterTheTimeAndAnswersFirst() {
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(AFTER.minusMillis(1));
        assertThat(b.requests).isEmpty();
        fixture.timing.advance(Duration.ofMillis(1));

        b.futures.get(0).complete(ScriptedModel.response("from b"));

        assertThat(answer.join().model()).isEqualTo("b");
        assertThat(a.futures.get(0)).isCancelled();
        List<Attempt> attempts = answer.join().routing().attempts();
        assertThat(attempts).extracting(Attempt::model).containsExactly("a", "b");
        assertThat(attempts.get(0).error()).isInstanceOf(HedgeLost.class);
        assertThat(ErrorKind.of(attempts.get(0).failure().orElseThrow())).isEqualTo("cancelled_hedge_lost");
        assertThat(attempts.get(0).cost()).as("an estimate of what it took in").isPositive();
        assertThat(answer.join().routing().cost())
                .isEqualByComparingTo(attempts.get(0).cost().add(attempts.get(1).cost()));
    }

    @Test
    void theFirstModelMayStillAnswerFirst() {
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(AFTER);

        a.futures.get(0).complete(ScriptedModel.response("from a"));
        b.futures.get(0).complete(ScriptedModel.response("too late"));

        assertThat(answer.join().text()).isEqualTo("from a");
        assertThat(answer.join().routing().attempts())
                .extracting(Attempt::model, Attempt::succeeded)
                .containsExactly(tuple("b", false), tuple("a", true));
    }

    @Test
    void aFastModelIsNotDoubled() {
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        a.futures.get(0).complete(ScriptedModel.response("from a"));
        fixture.timing.advance(AFTER);

        assertThat(answer.join().routing().attempts()).hasSize(1);
        assertThat(b.requests).isEmpty();
    }

    @Test
    void theFirstStreamWithContentIsTheAnswerAndTheOtherIsClosed() {
        engine.stream(HELLO, caller);
        fixture.timing.advance(AFTER);
        a.streams.get(0).sink.onDelta(Delta.text(""));
        b.streams.get(0).says("from b");
        a.streams.get(0).says("too late");
        a.streams.get(0).completes("too late");

        assertThat(a.streams.get(0).cancelled).isTrue();
        assertThat(caller.response).isNull();
        b.streams.get(0).completes("from b");

        assertThat(caller.events).containsExactly("start", "from b", "complete from b");
        assertThat(caller.models)
                .containsExactly("b after [start], 1 failed, "
                        + caller.response.routing().requestId());
    }

    @Test
    void afterTheFirstContentNoOtherModelIsAsked() {
        engine.stream(HELLO, caller);
        a.streams.get(0).says("from");
        fixture.timing.advance(AFTER.multipliedBy(2));
        a.streams.get(0).says(" a");
        a.streams.get(0).completes("from a");

        assertThat(b.requests).isEmpty();
        assertThat(caller.events).endsWith("complete from a");
    }

    @Test
    void anEmptyStreamThatEndsIsAnAnswerToo() {
        engine.stream(HELLO, caller);
        fixture.timing.advance(AFTER);
        b.streams.get(0).completes("");

        assertThat(a.streams.get(0).cancelled).isTrue();
        assertThat(caller.response.model()).isEqualTo("b");
    }

    @Test
    void whereOneFailsTheOtherGoesOnAlone() {
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(AFTER);
        a.futures.get(0).completeExceptionally(unavailable());
        assertThat(answer).isNotDone();
        b.futures.get(0).complete(ScriptedModel.response("from b"));

        assertThat(answer.join().text()).isEqualTo("from b");
        assertThat(a.requests).hasSize(1);
    }

    @Test
    void whatTheSecondModelRefusesTheFirstMayStillAnswer() {
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(AFTER);
        b.futures.get(0).completeExceptionally(invalid());
        a.futures.get(0).complete(ScriptedModel.response("from a"));

        assertThat(answer.join().text()).isEqualTo("from a");
    }

    @Test
    void aRequestThatTheFirstModelFindsWrongEndsForBoth() {
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(AFTER);
        a.futures.get(0).completeExceptionally(invalid());

        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.attempts()).hasSize(2));
        assertThat(b.futures.get(0)).isCancelled();
    }

    @Test
    void whereBothFailTheNextFallbackIsAsked() {
        open(AFTER, 1, "b", "c");
        fixture.model("c").answers("from c");
        engine = fixture.engine();
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(AFTER);
        b.futures.get(0).completeExceptionally(unavailable());
        a.futures.get(0).completeExceptionally(unavailable());

        assertThat(answer.join().text()).isEqualTo("from c");
        assertThat(answer.join().routing().attempts()).hasSize(3);
    }

    @Test
    void aPromptThatIsTooLongForTheFirstIsLeftToTheSecond() {
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(AFTER);
        a.futures.get(0).completeExceptionally(tooLong());
        b.futures.get(0).complete(ScriptedModel.response("from b"));

        assertThat(answer.join().text()).isEqualTo("from b");
    }

    @Test
    void aStreamThatBreaksOffAfterTheRaceIsTakenUpByTheLoser() {
        engine.stream(HELLO, caller);
        fixture.timing.advance(AFTER);
        a.streams.get(0).says("Hel");
        assertThat(b.streams.get(0).cancelled).isTrue();
        a.streams.get(0).sink.onError(unavailable());
        b.streams.get(1).says("Hello");
        b.streams.get(1).completes("Hello");

        assertThat(caller.events).containsExactly("start", "Hel", "lo", "complete Hello");
        assertThat(caller.response.routing().attempts()).hasSize(3);
    }

    @Test
    void cancellingTheCallClosesBothAndEndsItOnce() {
        StreamHandle handle = engine.stream(HELLO, caller);
        fixture.timing.advance(AFTER);
        handle.cancel();

        assertThat(a.streams.get(0).cancelled).isTrue();
        assertThat(b.streams.get(0).cancelled).isTrue();
        assertThat(caller.events).containsExactly("start", "error");
        assertThat(caller.error)
                .isInstanceOfSatisfying(
                        CancelledException.class,
                        error -> assertThat(error.attempts()).hasSize(2));
    }

    @Test
    void theDeadlineOfTheCallClosesBoth() {
        CompletableFuture<ChatResponse> answer = engine.chatAsync(
                HELLO.toBuilder().deadline(Duration.ofSeconds(2)).build());
        fixture.timing.advance(Duration.ofSeconds(2));

        assertThatThrownBy(answer::join).hasCauseInstanceOf(DeadlineException.Call.class);
        assertThat(a.futures.get(0)).isCancelled();
        assertThat(b.futures.get(0)).isCancelled();
    }

    @Test
    void aPauseHoldsBothStreams() {
        StreamHandle handle = engine.stream(HELLO, caller);
        fixture.timing.advance(AFTER);
        handle.pause();

        assertThat(a.streams.get(0).paused).isTrue();
        assertThat(b.streams.get(0).paused).isTrue();
        handle.resume();
        assertThat(b.streams.get(0).paused).isFalse();
        handle.cancel();
    }

    @Test
    void extraCallsStayWithinTheBudget() {
        open(AFTER, 0.05, "b");
        for (int i = 0; i < 100; i++) {
            CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
            fixture.timing.advance(AFTER);
            a.futures.get(i).complete(ScriptedModel.response("slow"));
            assertThat(answer).isCompleted();
        }

        assertThat(b.requests).hasSize(5);
    }

    @Test
    void theUsualTimeIsLearntFromTheModelsOwnCalls() {
        open(null, 1, "b");
        for (int i = 1; i <= 100; i++) {
            engine.stream(HELLO, new Recorder());
            fixture.timing.advance(Duration.ofMillis(10L * i));
            a.streams.get(i - 1).says("x");
            a.streams.get(i - 1).completes("x");
        }
        int before = b.requests.size();

        engine.stream(HELLO, caller);
        fixture.timing.advance(Duration.ofMillis(800));
        assertThat(b.requests).as("well within the usual").hasSize(before);
        fixture.timing.advance(Duration.ofMillis(200));
        assertThat(b.requests).as("slower than 95 of 100").hasSize(before + 1);
        caller.cancel();
    }

    @Test
    void aModelOfWhichLittleIsKnownIsNotDoubled() {
        open(null, 1, "b");
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(Duration.ofSeconds(60));
        a.futures.get(0).complete(ScriptedModel.response("at last"));

        assertThat(answer).isCompleted();
        assertThat(b.requests).isEmpty();
    }

    @Test
    void aModelWithoutFallbacksIsNotDoubled() {
        open(AFTER, 1);
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(AFTER.multipliedBy(2));
        a.futures.get(0).complete(ScriptedModel.response("at last"));

        assertThat(answer.join().routing().attempts()).hasSize(1);
    }

    @Test
    void theLoserGivesBackWhatWasReservedForIt() {
        fixture.store = LimitStores.open(LimitsConfig.defaults());
        fixture.limits = new RateLimits(null, null, 1);
        open(AFTER, 1, "b");
        for (int i = 0; i < 3; i++) {
            CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
            fixture.timing.advance(AFTER);
            b.futures.get(i).complete(ScriptedModel.response("from b"));

            assertThat(answer.join().text()).isEqualTo("from b");
        }

        assertThat(a.requests).hasSize(3);
        fixture.store.close();
    }

    @Test
    void aSecondModelWithoutRoomLeavesTheFirstAlone() {
        fixture.store = LimitStores.open(LimitsConfig.defaults());
        open(AFTER, 1, "b");
        fixture.members.remove("b");
        fixture.limits = new RateLimits(null, null, 0);
        b = fixture.model("b");
        engine = fixture.engine();
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);
        fixture.timing.advance(AFTER);
        a.futures.get(0).complete(ScriptedModel.response("from a"));

        assertThat(answer.join().text()).isEqualTo("from a");
        assertThat(b.requests).isEmpty();
        fixture.store.close();
    }

    private static InvalidRequestException invalid() {
        return new InvalidRequestException(
                ErrorFacts.because("temperature").httpStatus(400).build());
    }
}
