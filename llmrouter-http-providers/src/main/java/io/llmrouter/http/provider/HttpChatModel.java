package io.llmrouter.http.provider;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.spi.ModelConfig;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A model behind an HTTP endpoint. No thread waits for an answer, except a caller of {@link #chat}. */
final class HttpChatModel implements ChatModel, AutoCloseable {
    private final Upstream upstream;

    private HttpChatModel(Upstream upstream) {
        this.upstream = upstream;
    }

    static HttpChatModel of(Preset preset, ModelConfig config) {
        var endpoint = Endpoint.of(preset, config);
        var format = preset.protocol().format(config.settings());
        var failures = new Failures(preset, config, endpoint);
        return new HttpChatModel(new Upstream(
                SharedTransport.lease(),
                endpoint,
                format,
                config.modelId(),
                config.apiKeys(),
                failures,
                Clock.systemUTC()));
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        CompletableFuture<ChatResponse> answer = chatAsync(request);
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw CancelledException.byCaller();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof LlmRouterException failure) {
                throw failure;
            }
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        return new PlainCall(upstream).start(request);
    }

    @Override
    public StreamHandle stream(ChatRequest request, StreamingSink sink) {
        return new StreamCall(upstream, sink).start(request);
    }

    /** Gives up its share of the connections. */
    @Override
    public void close() {
        upstream.lease().close();
    }
}
