package io.llmrouter.http.provider;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.spi.ApiKeys;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.http.HttpTransport;
import io.llmrouter.wire.WireFormat;
import java.time.Clock;

/**
 * All that the calls of one model share.
 *
 * @param modelId the provider's id of the model
 */
record Upstream(
        SharedTransport.Lease lease,
        Endpoint endpoint,
        WireFormat format,
        String modelId,
        ApiKeys keys,
        Failures failures,
        Clock clock) {

    /**
     * What a model's configuration leads to.
     *
     * @param path what is asked there, below the base URL
     * @param section the configuration's section that describes the model: {@code llms} or {@code embeddings}
     * @throws io.llmrouter.api.error.ConfigurationException if it does not lead to an endpoint
     */
    static Upstream of(Preset preset, ModelConfig config, String path, String section) {
        var endpoint = Endpoint.of(preset, config, path);
        var format = preset.protocol().format(config.settings());
        var failures = new Failures(preset, config, endpoint, section);
        return new Upstream(
                SharedTransport.lease(),
                endpoint,
                format,
                config.modelId(),
                config.apiKeys(),
                failures,
                Clock.systemUTC());
    }

    HttpTransport transport() {
        return lease.transport();
    }

    /**
     * The body of a request.
     *
     * @throws io.llmrouter.api.error.CancelledException if the model is closed
     */
    byte[] encode(ChatRequest request, boolean stream) {
        if (lease.isClosed()) {
            throw failures.closed();
        }
        return format.encodeRequest(request, modelId, stream);
    }
}
