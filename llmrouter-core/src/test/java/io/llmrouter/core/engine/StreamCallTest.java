package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.info;
import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.CallOptions;
import io.llmrouter.api.Capability;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Prices;
import io.llmrouter.api.Recovery;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.StreamInterruptedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamCallTest {
    private static final ChatRequest HELLO = ChatRequest.of("hello");
    private final EngineFixture fixture = new EngineFixture();
    private final Recorder caller = new Recorder();

    @Test
    void piecesComeInOrderAndTheEndCarriesTheReport() {
        ScriptedModel a = fixture.model("a");
        fixture.engine().stream(HELLO, caller);

        a.streams.get(0).says("Hel", "lo");
        a.streams.get(0).completes("Hello");

        assertThat(caller.events).containsExactly("start", "Hel", "lo", "complete Hello");
        assertThat(caller.response.routing().attempts()).hasSize(1);
        assertThat(fixture.timing.pending()).isZero();
    }

    @Test
    void whoAnswersIsToldBeforeTheFirstPiece() {
        fixture.model("a", "b").fails(unavailable(), unavailable());
        fixture.model("b").answers("from b");
        var request = HELLO.toBuilder().tags(Map.of("request_id", "mine")).build();
        fixture.engine().stream(request, caller);

        fixture.timing.advance(Duration.ofSeconds(1));

        assertThat(caller.models).containsExactly("b after [start], 2 failed, mine");
        assertThat(caller.response.routing().requestId()).isEqualTo("mine");
    }

    @Test
    void aFailureBeforeTheFirstPieceGoesUnnoticed() {
        fixture.model("a", "b").fails(unavailable(), unavailable());
        fixture.model("b").answers("from b");
        fixture.engine().stream(HELLO, caller);

        fixture.timing.advance(Duration.ofSeconds(1));

        assertThat(caller.events).containsExactly("start", "from b", "complete from b");
        assertThat(caller.response.model()).isEqualTo("b");
    }

    @Test
    void aModelWithoutAFirstTokenIsGivenUpAndClosed() {
        ScriptedModel silent = fixture.model("a", "b");
        fixture.model("b").answers("from b");
        fixture.engine().stream(HELLO, caller);

        fixture.timing.advance(Duration.ofSeconds(15));

        assertThat(silent.streams.get(0).cancelled).isTrue();
        assertThat(silent.requests).hasSize(1);
        assertThat(caller.events).endsWith("complete from b");
        assertThat(caller.response.routing().attempts().get(0).error())
                .isInstanceOf(DeadlineException.FirstToken.class);
    }

    @Test
    void aStreamThatStallsAndCannotBeCompletedEndsWithATypedError() {
        ScriptedModel a = fixture.model("a");
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("twelve chars");

        fixture.timing.advance(Duration.ofSeconds(14));
        assertThat(caller.error).isNull();
        fixture.timing.advance(Duration.ofSeconds(1));

        assertThat(caller.error).isInstanceOfSatisfying(StreamInterruptedException.class, error -> {
            assertThat(error.deliveredTokens()).isEqualTo(3);
            assertThat(error).hasMessageContaining("fell silent").hasCauseInstanceOf(DeadlineException.Stall.class);
        });
        assertThat(a.streams.get(0).cancelled).isTrue();
    }

    @Test
    void anAnswerThatNeverStopsIsStopped() {
        ScriptedModel a = fixture.model("a");
        fixture.engine().stream(HELLO, caller);
        String piece = "x".repeat(1 << 20);
        for (int i = 0; i < StreamRun.MAX_ANSWER_CHARS / piece.length(); i++) {
            a.streams.get(0).says(piece);
        }
        assertThat(a.streams.get(0).cancelled).isFalse();

        a.streams.get(0).says("y");

        assertThat(a.streams.get(0).cancelled).isTrue();
        assertThat(caller.events).noneMatch(event -> event.contains("y"));
        fixture.timing.advance(Duration.ofSeconds(5));
        assertThat(a.requests).as("asked once more, for the rest").hasSize(2);
    }

    @Test
    void aStreamThatIsHeldByItsCallerDoesNotStall() {
        ScriptedModel a = fixture.model("a");
        StreamHandle handle = fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("a piece");

        handle.pause();
        assertThat(a.streams.get(0).paused).isTrue();
        fixture.timing.advance(Duration.ofMinutes(2));
        assertThat(caller.error).isNull();

        handle.resume();
        assertThat(a.streams.get(0).paused).isFalse();
        fixture.timing.advance(Duration.ofSeconds(15));
        assertThat(caller.error).isInstanceOf(StreamInterruptedException.class);
    }

    @Test
    void theNextModelsAnswerIsTakenUpWhereItEqualsWhatWasDelivered() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("The answer ");
        fixture.timing.advance(Duration.ofSeconds(15));

        b.streams.get(0).says("The ans", "wer is", " 42.");
        b.streams.get(0).completes("The answer is 42.");

        assertThat(caller.events).containsExactly("start", "The answer ", "is", " 42.", "complete The answer is 42.");
        assertThat(caller.response.routing().attempts()).hasSize(2);
    }

    @Test
    void anAnswerThatDiffersEndsTheStreamInsteadOfPatchingIt() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b", "c");
        ScriptedModel c = fixture.model("c");
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("The answer ");
        fixture.timing.advance(Duration.ofSeconds(15));

        b.streams.get(0).says("My view ");

        assertThat(caller.error).isInstanceOf(StreamInterruptedException.class);
        assertThat(caller.events).containsExactly("start", "The answer ", "error");
        assertThat(b.streams.get(0).cancelled).isTrue();
        assertThat(c.requests).isEmpty();
    }

    @Test
    void anAnswerThatEndsTooEarlyIsNotPresentedAsWhole() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("The answer ");
        fixture.timing.advance(Duration.ofSeconds(15));

        b.streams.get(0).says("The");
        b.streams.get(0).completes("The");

        assertThat(caller.error).isInstanceOf(StreamInterruptedException.class);
    }

    @Test
    void aModelThatTakesAPrefillGoesOnFromThePartialAnswer() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model(info("b", Prices.UNKNOWN, Map.of(Capability.PREFILL, true), null, null));
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("The answer ");
        fixture.timing.advance(Duration.ofSeconds(15));

        b.streams.get(0).says("is 42.");
        b.streams.get(0).completes("is 42.");

        assertThat(b.requests.get(0).messages()).last().isEqualTo(AssistantMessage.of("The answer"));
        assertThat(caller.events).containsExactly("start", "The answer ", "is 42.", "complete The answer is 42.");
    }

    @Test
    void blanksAtTheSeamOfAPrefillAreSaidOnce() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model(info("b", Prices.UNKNOWN, Map.of(Capability.PREFILL, true), null, null));
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("The answer: \n");
        fixture.timing.advance(Duration.ofSeconds(15));

        b.streams.get(0).says(" ");
        b.streams.get(0).says("\n\n42");
        b.streams.get(0).says("  .");
        b.streams.get(0).completes(" \n\n42  .");

        assertThat(caller.events)
                .containsExactly("start", "The answer: \n", "\n42", "  .", "complete The answer: \n\n42  .");
    }

    @Test
    void aModelThatRefusesAPrefillIsAskedWithoutIt() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model(info("b", Prices.UNKNOWN, Map.of(Capability.PREFILL, true), null, null));
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("The answer ");
        fixture.timing.advance(Duration.ofSeconds(15));

        b.streams
                .get(0)
                .sink
                .onError(new InvalidRequestException(
                        ErrorFacts.because("no prefill here").build()));
        fixture.timing.advance(Duration.ofSeconds(2));
        b.streams.get(1).says("The answer is 42.");
        b.streams.get(1).completes("The answer is 42.");

        assertThat(b.requests.get(1).messages()).isEqualTo(HELLO.messages());
        assertThat(caller.events).containsExactly("start", "The answer ", "is 42.", "complete The answer is 42.");
    }

    @Test
    void theRefusalOfAPrefillIsNotToldToTheCaller() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model(info("b", Prices.UNKNOWN, Map.of(Capability.PREFILL, true), null, null));
        ChatRequest once =
                HELLO.toBuilder().options(CallOptions.NONE.withMaxRetries(0)).build();
        fixture.engine().stream(once, caller);
        a.streams.get(0).says("The answer ");
        fixture.timing.advance(Duration.ofSeconds(15));

        b.streams
                .get(0)
                .sink
                .onError(new InvalidRequestException(
                        ErrorFacts.because("no prefill here").build()));

        assertThat(caller.error)
                .isInstanceOf(StreamInterruptedException.class)
                .hasMessageContaining("could not be completed")
                .hasMessageNotContaining("no prefill here");
    }

    @Test
    void aToolCallThatWasHandedOverIsNeverHandedOverAgain() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).sink.onDelta(new Delta.ToolCall(0, 0, "call_1", "look", "{"));
        fixture.timing.advance(Duration.ofSeconds(15));

        assertThat(b.requests).isEmpty();
        assertThat(caller.error).isInstanceOf(StreamInterruptedException.class);
    }

    @Test
    void restartTellsTheSinkToForgetAndGivesAWholeNewAnswer() {
        fixture.recovery(Recovery.RESTART);
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("The answer ");
        fixture.timing.advance(Duration.ofSeconds(15));
        b.streams.get(0).says("Mine: 42");
        b.streams.get(0).completes("Mine: 42");

        assertThat(caller.events).containsExactly("start", "The answer ", "restart", "Mine: 42", "complete Mine: 42");
    }

    @Test
    void failEndsABrokenStreamAtOnce() {
        fixture.recovery(Recovery.FAIL);
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("The answer ");
        a.streams.get(0).sink.onError(unavailable());

        assertThat(caller.error).isInstanceOf(StreamInterruptedException.class);
        assertThat(b.requests).isEmpty();
    }

    @Test
    void cancellingClosesTheModelsStreamAndStartsNoRetry() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        StreamHandle handle = fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("some");

        handle.cancel();
        a.streams.get(0).says("more");

        assertThat(a.streams.get(0).cancelled).isTrue();
        assertThat(caller.events).containsExactly("start", "some", "error");
        assertThat(caller.error).isInstanceOf(CancelledException.class);
        assertThat(b.requests).isEmpty();
        assertThat(fixture.timing.pending()).isZero();
        assertThat(fixture.members.get("a").inFlight()).isZero();
    }

    @Test
    void aStreamThatIsCancelledAtItsStartAsksNobodyAndLeavesNothingBehind() {
        ScriptedModel a = fixture.model("a");
        fixture.deadline = Duration.ofSeconds(30);
        caller.cancelAtStart = true;
        RoutingEngine engine = fixture.engine();
        engine.stream(HELLO, caller);

        assertThat(caller.events).containsExactly("start", "error");
        assertThat(a.requests).isEmpty();
        assertThat(fixture.timing.pending()).isZero();
        engine.release();
        assertThat(a.closed).as("no call keeps the engine").isTrue();
    }

    @Test
    void aSinkMayCancelFromWithinAPiece() {
        ScriptedModel a = fixture.model("a");
        caller.cancelAt = "stop";
        fixture.engine().stream(HELLO, caller);

        a.streams.get(0).says("go", "stop", "never");

        assertThat(caller.events).containsExactly("start", "go", "stop", "error");
        assertThat(a.streams.get(0).cancelled).isTrue();
    }

    @Test
    void aSinkThatThrowsCancelsTheCallAndIsToldSo() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        caller.throwAt = "boom";
        fixture.engine().stream(HELLO, caller);

        a.streams.get(0).says("go", "boom");

        assertThat(caller.error).isInstanceOf(CancelledException.class).hasMessageContaining("its sink failed");
        assertThat(a.streams.get(0).cancelled).isTrue();
        assertThat(b.requests).isEmpty();
    }

    @Test
    void theDeadlineOfTheCallEndsALiveStream() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        fixture.engine().stream(
                HELLO.toBuilder().deadline(Duration.ofSeconds(20)).build(), caller);
        for (int second = 0; second < 20; second++) {
            a.streams.get(0).says(".");
            fixture.timing.advance(Duration.ofSeconds(1));
        }

        assertThat(caller.error)
                .isInstanceOf(StreamInterruptedException.class)
                .hasCauseInstanceOf(DeadlineException.Call.class);
        assertThat(a.streams.get(0).cancelled).isTrue();
        assertThat(b.requests).isEmpty();
    }

    @Test
    void anEmptyPieceIsNoFirstTokenAndComesWithTheFirstRealOne() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        fixture.engine().stream(HELLO, caller);
        a.streams.get(0).says("");
        assertThat(caller.events).containsExactly("start");

        fixture.timing.advance(Duration.ofSeconds(15));
        b.streams.get(0).says("", "Hi");
        b.streams.get(0).completes("Hi");

        assertThat(caller.events).containsExactly("start", "", "Hi", "complete Hi");
        assertThat(caller.response.model()).isEqualTo("b");
    }

    @Test
    void theMovingAverageTakesTheTimeToTheFirstToken() {
        ScriptedModel a = fixture.model("a");
        fixture.engine().stream(HELLO, caller);
        fixture.timing.advance(Duration.ofMillis(300));
        a.streams.get(0).says("x");
        fixture.timing.advance(Duration.ofSeconds(5));
        a.streams.get(0).completes("x");

        assertThat(fixture.members.get("a").latencyMillis()).hasValue(300.0);
        assertThat(caller.response.routing().attempts().get(0).firstToken()).isEqualTo(Duration.ofMillis(300));
    }
}
