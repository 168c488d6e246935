package io.llmrouter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a model that implements {@code chat} alone gets for nothing. */
@Timeout(20)
class BlockingModelTest {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void answersOnAnotherThread() throws Exception {
        ChatModel model = request -> ChatResponse.of(Thread.currentThread().toString());

        String thread = model.chatAsync(ChatRequest.of("hi")).get().text();

        assertThat(thread).isNotEqualTo(Thread.currentThread().toString());
    }

    @Test
    void aFailureCompletesTheFutureWithItsType() {
        ChatModel model = request -> {
            throw new InvalidRequestException(ErrorFacts.because("no").build());
        };

        assertThatThrownBy(() -> model.chatAsync(ChatRequest.of("hi")).join())
                .hasCauseInstanceOf(InvalidRequestException.class);
    }

    @Test
    void anyOtherExceptionBecomesOneOfTheFamilyWithoutItsText() {
        ChatModel model = request -> {
            throw new IllegalStateException("key sk-123");
        };

        assertThatThrownBy(() -> model.chatAsync(ChatRequest.of("hi")).join())
                .cause()
                .isInstanceOf(ProviderUnavailableException.class)
                .hasMessageNotContaining("sk-123");
    }

    @Test
    void anErrorEndsTheCallToo() {
        ChatModel model = request -> {
            throw new NoClassDefFoundError("com/example/Missing");
        };

        assertThatThrownBy(() -> model.chatAsync(ChatRequest.of("hi")).get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ProviderUnavailableException.class)
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void cancellingTheFutureInterruptsTheCall() throws Exception {
        CompletableFuture<ChatResponse> answer = waiting().chatAsync(ChatRequest.of("hi"));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        answer.cancel(true);

        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStreamTellsThePartsInOrderThenTheWhole() throws Exception {
        var message = new AssistantMessage(List.of(
                new Content.Thinking("hm", "sig", null), Content.text("look"), new ToolCall("c1", "find", "{}")));
        ChatModel model = request -> ChatResponse.of(message, FinishReason.TOOL_CALLS, Usage.reported(1, 2));
        var sink = new Recorder();

        model.stream(ChatRequest.of("hi"), sink);

        assertThat(sink.done.get(5, TimeUnit.SECONDS)).isEqualTo("complete");
        assertThat(sink.events)
                .containsExactly(
                        "start",
                        "Reasoning[choice=0, text=hm, signature=sig]",
                        "Text[choice=0, text=look, extras=" + Extras.NONE + "]",
                        "ToolCall[choice=0, index=0, id=c1, name=find, arguments={}]",
                        "complete");
    }

    @Test
    void cancellingAStreamInterruptsTheCallAndTellsTheSinkOnce() throws Exception {
        var sink = new Recorder();
        StreamHandle handle = waiting().stream(ChatRequest.of("hi"), sink);
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        handle.cancel();
        handle.cancel();

        assertThat(sink.done.get(5, TimeUnit.SECONDS)).isEqualTo("error");
        assertThat(sink.error).isInstanceOf(CancelledException.class);
        assertThat(sink.events).containsExactly("start", "error");
    }

    @Test
    void aPausedStreamTellsNothingUntilItIsResumed() throws Exception {
        var sink = new Recorder();
        sink.pauseAtStart = true;

        StreamHandle handle = ((ChatModel) request -> ChatResponse.of("hello")).stream(ChatRequest.of("hi"), sink);
        assertThat(sink.started.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(sink.done).isNotDone();
        assertThat(sink.events).containsExactly("start");
        handle.resume();

        assertThat(sink.done.get(5, TimeUnit.SECONDS)).isEqualTo("complete");
    }

    private ChatModel waiting() {
        return request -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException expected) {
                interrupted.countDown();
            }
            throw CancelledException.byCaller();
        };
    }

    private static final class Recorder implements StreamingSink {
        final List<String> events = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<String> done = new CompletableFuture<>();
        final CountDownLatch started = new CountDownLatch(1);
        volatile LlmRouterException error;
        boolean pauseAtStart;

        @Override
        public void onStart(StreamHandle handle) {
            events.add("start");
            if (pauseAtStart) {
                handle.pause();
            }
            started.countDown();
        }

        @Override
        public void onDelta(Delta delta) {
            events.add(delta.toString());
        }

        @Override
        public void onComplete(ChatResponse response) {
            events.add("complete");
            done.complete("complete");
        }

        @Override
        public void onError(LlmRouterException failure) {
            error = failure;
            events.add("error");
            done.complete("error");
        }
    }
}
