package io.llmrouter.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A language model that answers chats: one call, three ways to wait for it.
 *
 * <p>An implementation MUST be safe for concurrent use. It MUST implement {@link #chat(ChatRequest)}; the asynchronous
 * and the streaming call have defaults that run it on another thread (a virtual one where the JDK has them, else one of
 * a bounded pool). A model that can wait without a thread SHOULD be an {@link AsyncChatModel}.
 */
public interface ChatModel {

    /**
     * Answers a request and waits for the whole answer.
     *
     * @throws io.llmrouter.api.error.LlmRouterException if no complete answer could be had
     */
    ChatResponse chat(ChatRequest request);

    /** Answers one user message; the same as {@code chat(ChatRequest.of(prompt))}. */
    default ChatResponse chat(String prompt) {
        return chat(ChatRequest.of(prompt));
    }

    /**
     * Answers a request without blocking the caller.
     *
     * <p>Cancelling the future cancels the call; a built-in provider then closes its socket. A failure completes the
     * future with an {@link io.llmrouter.api.error.LlmRouterException}. What a cancelled call of a {@link Router} has
     * cost by then is told by the {@link io.llmrouter.api.error.CancelledException} that is the cause of the future's
     * {@link java.util.concurrent.CancellationException}.
     */
    default CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        return BlockingCalls.chatAsync(this, request);
    }

    /**
     * Answers a request piece by piece.
     *
     * <p>Returns without waiting for the answer: the sink is told everything else, one call at a time. The default tells
     * it the whole answer as one delta a part.
     */
    default StreamHandle stream(ChatRequest request, StreamingSink sink) {
        return BlockingCalls.stream(this, request, sink);
    }

    /**
     * What of a request this model cannot honour and would leave out, without asking it.
     *
     * <p>The names are those of OpenAI's fields where it has one, such as {@code n} or {@code response_format}, else those
     * of the request's own format. The default knows of nothing.
     */
    default List<String> unsupported(ChatRequest request) {
        return List.of();
    }
}
