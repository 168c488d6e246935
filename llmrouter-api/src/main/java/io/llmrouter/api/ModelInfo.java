package io.llmrouter.api;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of a model.
 *
 * @param name the configured name, by which requests and rules call it
 * @param provider the provider's name, such as {@code openai} or {@code bedrock}
 * @param modelId the provider's id of the model
 * @param description what the model is good for; may be empty
 * @param prices what it costs
 * @param capabilities what it was declared to be able or unable to do; what is not declared is not known
 * @param contextLimit tokens of prompt and answer together, if known
 * @param maxTokens the most tokens that an answer may have, and the number asked for where a request says none, if set
 */
public record ModelInfo(
        String name,
        String provider,
        String modelId,
        String description,
        Prices prices,
        Map<Capability, Boolean> capabilities,
        @Nullable Integer contextLimit,
        @Nullable Integer maxTokens) {
    public ModelInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(modelId, "modelId");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(prices, "prices");
        capabilities = Map.copyOf(capabilities);
    }

    /** A model of which only the names are known. */
    public static ModelInfo of(String name, String provider, String modelId) {
        return new ModelInfo(name, provider, modelId, "", Prices.UNKNOWN, Map.of(), null, null);
    }

    /** Whether the model may be asked for this: true unless it was declared unable. */
    public boolean mayHave(Capability capability) {
        return capabilities.getOrDefault(capability, true);
    }

    /** Whether the model was declared able. */
    public boolean has(Capability capability) {
        return capabilities.getOrDefault(capability, false);
    }
}
