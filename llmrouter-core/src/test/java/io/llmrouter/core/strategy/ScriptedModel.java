package io.llmrouter.core.strategy;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A model that records what it is asked and answers as the test says. */
final class ScriptedModel implements ChatModel {
    final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
    private final Supplier<CompletableFuture<ChatResponse>> answer;

    private ScriptedModel(Supplier<CompletableFuture<ChatResponse>> answer) {
        this.answer = answer;
    }

    static ScriptedModel answering(String text) {
        return new ScriptedModel(() -> CompletableFuture.completedFuture(ChatResponse.of(text)));
    }

    static ScriptedModel failing(RuntimeException failure) {
        return new ScriptedModel(() -> CompletableFuture.failedFuture(failure));
    }

    static ScriptedModel throwing(RuntimeException failure) {
        return new ScriptedModel(() -> {
            throw failure;
        });
    }

    static ScriptedModel pending(CompletableFuture<ChatResponse> answer) {
        return new ScriptedModel(() -> answer);
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return chatAsync(request).join();
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        requests.add(request);
        return answer.get();
    }
}
