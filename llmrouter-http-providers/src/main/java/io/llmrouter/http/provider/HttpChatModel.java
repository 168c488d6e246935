package io.llmrouter.http.provider;

import io.llmrouter.api.AsyncChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.spi.ModelConfig;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A model behind an HTTP endpoint. No thread waits for an answer, except a caller of {@link #chat}. */
final class HttpChatModel implements AsyncChatModel, AutoCloseable {
    private final Upstream upstream;

    private HttpChatModel(Upstream upstream) {
        this.upstream = upstream;
    }

    static HttpChatModel of(Preset preset, ModelConfig config) {
        return new HttpChatModel(Upstream.of(preset, config, EndpointUrl.chatPath(preset, config.settings()), "llms"));
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        return new PlainCall(upstream).start(request);
    }

    @Override
    public StreamHandle stream(ChatRequest request, StreamingSink sink) {
        return new StreamCall(upstream, sink).start(request);
    }

    @Override
    public List<String> unsupported(ChatRequest request) {
        return upstream.format().unsupported(request, upstream.modelId());
    }

    /** Gives up its share of the connections. */
    @Override
    public void close() {
        upstream.lease().close();
    }
}
