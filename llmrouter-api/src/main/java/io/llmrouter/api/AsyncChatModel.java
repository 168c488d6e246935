package io.llmrouter.api;

import java.util.concurrent.CompletableFuture;

/**
 * A model that can wait for its answer without a thread: it implements the asynchronous and the streaming call, and
 * gets the blocking one.
 */
public interface AsyncChatModel extends ChatModel {

    /** Waits for {@link #chatAsync}. Interrupting the thread that waits cancels the call. */
    @Override
    default ChatResponse chat(ChatRequest request) {
        return BlockingCalls.await(chatAsync(request));
    }

    @Override
    CompletableFuture<ChatResponse> chatAsync(ChatRequest request);

    @Override
    StreamHandle stream(ChatRequest request, StreamingSink sink);
}
