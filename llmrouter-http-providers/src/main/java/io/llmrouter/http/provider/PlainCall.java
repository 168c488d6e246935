package io.llmrouter.http.provider;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.http.HttpHead;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A call whose answer is wanted whole. */
final class PlainCall implements AnswerListener {
    private final Upstream upstream;
    private final WholeReader reader;
    private final KeyedExchange exchange;
    private final CompletableFuture<ChatResponse> result = new CompletableFuture<>();

    PlainCall(Upstream upstream) {
        this.upstream = upstream;
        this.reader = new WholeReader(upstream);
        this.exchange = new KeyedExchange(upstream, false, this);
    }

    /** Sends the request. However the future is completed, the socket is not needed any more. */
    CompletableFuture<ChatResponse> start(ChatRequest request) {
        try {
            exchange.start(
                    request, upstream.encode(request, false), request.trace().orElse(null));
            var unused = result.whenComplete((answer, failure) -> exchange.cancel());
        } catch (LlmRouterException refused) {
            onFailure(exchange.settled(refused));
        }
        return result;
    }

    @Override
    public void onAnswer(HttpHead head) {}

    @Override
    public void onBytes(ByteBuffer bytes) {
        try {
            reader.read(bytes, piece -> {});
        } catch (LlmRouterException wrong) {
            onFailure(wrong);
        }
    }

    @Override
    public void onEnd() {
        try {
            reader.end(piece -> {});
            result.complete(reader.finish());
        } catch (LlmRouterException wrong) {
            onFailure(exchange.settled(wrong));
        } catch (RuntimeException unforeseen) {
            onFailure(exchange.settled(upstream.failures().unforeseen(unforeseen)));
        }
    }

    @Override
    public void onFailure(LlmRouterException failure) {
        result.completeExceptionally(failure);
    }
}
