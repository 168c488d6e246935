package io.llmrouter.http.provider;

import io.llmrouter.api.EmbeddingRequest;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.http.HttpHead;
import io.llmrouter.wire.EmbeddingFormat;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A call for vectors. */
final class EmbeddingCall implements AnswerListener {
    private static final int MAX_BYTES = 64 << 20;
    /** A larger answer takes milliseconds to read: too long for a thread that carries other exchanges too. */
    private static final int LARGE = 128 * 1024;

    private final Upstream upstream;
    private final KeyedExchange exchange;
    private final BoundedBody body = new BoundedBody(MAX_BYTES);
    private final CompletableFuture<EmbeddingResponse> result = new CompletableFuture<>();
    private int inputs;

    EmbeddingCall(Upstream upstream) {
        this.upstream = upstream;
        this.exchange = new KeyedExchange(upstream, false, this);
    }

    /**
     * Sends the request. However the future is completed, the socket is not needed any more.
     *
     * @param asked what the model was asked with
     */
    CompletableFuture<EmbeddingResponse> start(EmbeddingRequest asked, EmbeddingRequest request) {
        inputs = request.size();
        try {
            if (upstream.lease().isClosed()) {
                throw upstream.failures().closed();
            }
            exchange.start(
                    asked,
                    EmbeddingFormat.encodeRequest(request, upstream.modelId()),
                    request.trace().orElse(null));
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
        if (!body.add(bytes)) {
            onFailure(upstream.failures().tooLarge(MAX_BYTES));
        }
    }

    @Override
    public void onEnd() {
        byte[] whole = body.toBytes();
        if (whole.length < LARGE) {
            read(whole);
        } else {
            var unused = CompletableFuture.runAsync(() -> read(whole));
        }
    }

    private void read(byte[] whole) {
        try {
            result.complete(EmbeddingFormat.decodeResponse(whole, inputs));
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
