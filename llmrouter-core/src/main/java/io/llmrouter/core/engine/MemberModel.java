package io.llmrouter.core.engine;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A model in the hands of a strategy, by which the engine knows which one is asked. Called directly, it is asked past the
 * engine.
 *
 * @param configured whether it is one of those that answer calls
 */
record MemberModel(Member member, boolean configured) implements ChatModel {
    @Override
    public ChatResponse chat(ChatRequest request) {
        return member.model().chat(request);
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        return member.model().chatAsync(request);
    }

    @Override
    public StreamHandle stream(ChatRequest request, StreamingSink sink) {
        return member.model().stream(request, sink);
    }

    @Override
    public List<String> unsupported(ChatRequest request) {
        return member.model().unsupported(request);
    }
}
