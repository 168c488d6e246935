package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpChatModelCancellationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final ChatRequest HELLO = ChatRequest.of("Hello");

    private final FakeProvider fake = FakeProvider.start();
    private final Models models = new Models();
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void close() {
        models.close();
        fake.close();
    }

    @Test
    void interruptingThePlainCallClosesTheSocket() throws Exception {
        var model = meeting(Fault.silence());
        var outcome = new CompletableFuture<Throwable>();
        var stillInterrupted = new CompletableFuture<Boolean>();
        var caller = new Thread(() -> {
            try {
                model.chat(HELLO);
            } catch (CancelledException expected) {
                outcome.complete(expected);
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        RecordedRequest request = received();
        caller.interrupt();
        assertThat(request.awaitCallerLeft(SECOND)).isTrue();
        assertThat(RecordingSink.await(outcome)).isInstanceOf(CancelledException.class);
        assertThat(RecordingSink.await(stillInterrupted)).isTrue();
    }

    @Test
    void cancellingTheFutureBeforeTheHeadClosesTheSocket() throws Exception {
        var answer = meeting(Fault.silence()).chatAsync(HELLO);
        RecordedRequest request = received();
        answer.cancel(true);
        assertThat(request.awaitCallerLeft(SECOND)).isTrue();
    }

    @Test
    void cancellingTheFutureAfterTheHeadClosesTheSocket() throws Exception {
        var answer = meeting(Fault.silenceAfterHeaders()).chatAsync(HELLO);
        RecordedRequest request = received();
        answer.cancel(true);
        assertThat(request.awaitCallerLeft(SECOND)).isTrue();
    }

    @Test
    void aFutureThatTimesOutClosesTheSocket() throws Exception {
        var answer = meeting(Fault.silence()).chatAsync(HELLO);
        RecordedRequest request = received();
        answer.completeExceptionally(new TimeoutException());
        assertThat(request.awaitCallerLeft(SECOND)).isTrue();
    }

    @Test
    void cancellingAStreamBeforeTheHeadClosesTheSocket() throws Exception {
        var handle = meeting(Fault.silence()).stream(HELLO, sink);
        RecordedRequest request = received();
        handle.cancel();
        assertThat(request.awaitCallerLeft(SECOND)).isTrue();
        assertThrows(CancelledException.class, sink::await);
    }

    @Test
    void cancellingAStreamBeforeItsFirstPieceClosesTheSocket() throws Exception {
        var handle = meeting(Fault.silenceAfterHeaders()).stream(HELLO, sink);
        RecordedRequest request = received();
        handle.cancel();
        assertThat(request.awaitCallerLeft(SECOND)).isTrue();
        assertThrows(CancelledException.class, sink::await);
    }

    @Test
    void cancellingAStreamInItsMidstClosesTheSocketAndTellsNothingMore() throws Exception {
        var handle = meeting(Fault.stallAfter(3)).stream(HELLO, sink);
        RecordingSink.await(sink.firstDelta);
        RecordedRequest request = received();
        handle.cancel();
        handle.cancel();
        assertThat(request.awaitCallerLeft(SECOND)).isTrue();
        assertThrows(CancelledException.class, sink::await);
        assertThat(sink.violation).isNotDone();
    }

    @Test
    void aSinkMayCancelFromWithin() throws Exception {
        var cancelling = new RecordingSink() {
            @Override
            void taken(Delta delta) {
                start.join().cancel();
            }
        };
        meeting(Fault.stallAfter(5)).stream(HELLO, cancelling);
        assertThat(received().awaitCallerLeft(SECOND)).isTrue();
        assertThrows(CancelledException.class, cancelling::await);
        assertThat(cancelling.deltas()).hasSize(1);
        assertThat(cancelling.violation).isNotDone();
    }

    @Test
    void aSinkThatCancelsAtTheStartSendsNothing() {
        var cancelling = new RecordingSink() {
            @Override
            public void onStart(StreamHandle handle) {
                super.onStart(handle);
                handle.cancel();
            }
        };
        meeting(Fault.silence()).stream(HELLO, cancelling);
        assertThrows(CancelledException.class, cancelling::await);
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void aSinkThatThrowsCancelsItsCall() throws Exception {
        var throwing = new RecordingSink() {
            @Override
            void taken(Delta delta) {
                throw new AssertionError("full");
            }
        };
        meeting(Fault.stallAfter(5)).stream(HELLO, throwing);
        assertThat(received().awaitCallerLeft(SECOND)).isTrue();
        var failure = assertThrows(CancelledException.class, throwing::await);
        assertThat(failure).hasRootCauseMessage("full");
        assertThat(throwing.deltas()).hasSize(1);
    }

    @Test
    void aSinkThatThrowsAtTheStartSendsNothing() {
        var throwing = new RecordingSink() {
            @Override
            public void onStart(StreamHandle handle) {
                super.onStart(handle);
                throw new AssertionError("closed");
            }
        };
        meeting(Fault.silence()).stream(HELLO, throwing);
        assertThat(assertThrows(CancelledException.class, throwing::await)).hasRootCauseMessage("closed");
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void cancellingAfterTheEndChangesNothing() throws Exception {
        fake.script("m", Answer.text("done"));
        var handle = models.make("openai_compatible", "m", fake.openAiUrl()).stream(HELLO, sink);
        assertThat(sink.await().text()).isEqualTo("done");
        handle.cancel();
        assertThat(sink.await().text()).isEqualTo("done");
        assertThat(sink.violation).isNotDone();
    }

    @Test
    void aClosedModelAnswersNoMore() {
        var model = models.make("openai_compatible", "m", fake.openAiUrl(), new TestKeys(), Map.of());
        model.close();
        for (Way way : Way.values()) {
            way.failure(model, CancelledException.class);
        }
        assertThat(fake.requests()).isEmpty();
    }

    private HttpChatModel meeting(Fault fault) {
        fake.script("m", Answer.fault(fault));
        return models.make("openai_compatible", "m", fake.openAiUrl());
    }

    private RecordedRequest received() throws InterruptedException {
        return fake.awaitRequests(1, Duration.ofSeconds(5)).get(0);
    }
}
