package io.llmrouter.core.engine;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.LlmRouterException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A model whose every step is the test's: it answers when told to, and remembers what it was asked. */
final class ScriptedModel implements ChatModel, AutoCloseable {
    final List<ChatRequest> requests = new ArrayList<>();
    final List<CompletableFuture<ChatResponse>> futures = new ArrayList<>();
    final List<Stream> streams = new ArrayList<>();
    private final Deque<Consumer<Object>> script = new ArrayDeque<>();
    boolean closed;

    /** The next calls fail at once with these errors. */
    ScriptedModel fails(LlmRouterException... errors) {
        for (LlmRouterException error : errors) {
            script.add(call -> {
                if (call instanceof Stream stream) {
                    stream.sink.onError(error);
                } else {
                    asFuture(call).completeExceptionally(error);
                }
            });
        }
        return this;
    }

    /** The next call is answered at once. */
    ScriptedModel answers(String text) {
        script.add(call -> {
            if (call instanceof Stream stream) {
                stream.says(text);
                stream.completes(text);
            } else {
                asFuture(call).complete(response(text));
            }
        });
        return this;
    }

    /** Drops what is left of the script. */
    void forget() {
        script.clear();
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return chatAsync(request).join();
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        requests.add(request);
        var future = new CompletableFuture<ChatResponse>();
        futures.add(future);
        play(future);
        return future;
    }

    @Override
    public StreamHandle stream(ChatRequest request, StreamingSink sink) {
        requests.add(request);
        var stream = new Stream(sink);
        streams.add(stream);
        sink.onStart(stream);
        play(stream);
        return stream;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void play(Object call) {
        Consumer<Object> step = script.poll();
        if (step != null) {
            step.accept(call);
        }
    }

    @SuppressWarnings("unchecked")
    private static CompletableFuture<ChatResponse> asFuture(Object call) {
        return (CompletableFuture<ChatResponse>) call;
    }

    static ChatResponse response(String text) {
        return ChatResponse.of(AssistantMessage.of(text), FinishReason.STOP, Usage.reported(10, 20));
    }

    /** A stream in the test's hand. */
    static final class Stream implements StreamHandle {
        final StreamingSink sink;
        boolean cancelled;
        boolean paused;

        Stream(StreamingSink sink) {
            this.sink = sink;
        }

        void says(String... pieces) {
            for (String piece : pieces) {
                sink.onDelta(Delta.text(piece));
            }
        }

        void completes(String whole) {
            sink.onComplete(response(whole));
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }
    }
}
