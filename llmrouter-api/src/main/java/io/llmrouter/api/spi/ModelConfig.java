package io.llmrouter.api.spi;

import io.llmrouter.api.ModelInfo;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is told to make a model of.
 *
 * @param info names, prices, limits and capabilities
 * @param baseUrl the address of the endpoint; {@code null} for the provider's own
 * @param apiKeys the keys, shared with the provider's other models
 * @param connectTimeout how long a connection may take to come about
 * @param settings everything under {@code llms.<name>}, for what only this provider understands
 */
public record ModelConfig(
        ModelInfo info, @Nullable String baseUrl, ApiKeys apiKeys, Duration connectTimeout, Settings settings) {
    public ModelConfig {
        Objects.requireNonNull(info, "info");
        Objects.requireNonNull(apiKeys, "apiKeys");
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(settings, "settings");
    }

    /** The configured name of the model. */
    public String name() {
        return info.name();
    }

    /** The provider's id of the model. */
    public String modelId() {
        return info.modelId();
    }

    /** The address of the endpoint, if it is not the provider's own. */
    public Optional<String> baseUrlIfSet() {
        return Optional.ofNullable(baseUrl);
    }
}
