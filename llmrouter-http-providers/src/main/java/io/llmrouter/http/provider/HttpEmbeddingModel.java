package io.llmrouter.http.provider;

import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.EmbeddingRequest;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.api.spi.Settings;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An embedding model behind an endpoint of OpenAI's format. No thread waits for an answer. */
final class HttpEmbeddingModel implements EmbeddingModel, AutoCloseable {
    private static final String PATH = "/embeddings";

    private final Upstream upstream;
    private final @Nullable Integer dimensions;

    private HttpEmbeddingModel(Upstream upstream, @Nullable Integer dimensions) {
        this.upstream = upstream;
        this.dimensions = dimensions;
    }

    static HttpEmbeddingModel of(Preset preset, ModelConfig config) {
        Integer dimensions = dimensions(config.settings());
        return new HttpEmbeddingModel(Upstream.of(preset, config, PATH, "embeddings"), dimensions);
    }

    private static @Nullable Integer dimensions(Settings settings) {
        OptionalDouble number = settings.number("dimensions");
        return number.isPresent() ? Integer.valueOf((int) number.getAsDouble()) : null;
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embedAsync(EmbeddingRequest request) {
        boolean own = request.dimensions().isPresent() || dimensions == null;
        return new EmbeddingCall(upstream)
                .start(
                        request,
                        own
                                ? request
                                : request.toBuilder().dimensions(dimensions).build());
    }

    /** Gives up its share of the connections. */
    @Override
    public void close() {
        upstream.lease().close();
    }
}
