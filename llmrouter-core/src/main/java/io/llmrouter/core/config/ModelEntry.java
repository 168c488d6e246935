package io.llmrouter.core.config;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model under {@code llms}.
 *
 * @param info names, prices, limits and capabilities
 * @param baseUrl the address of the endpoint; {@code null} for the provider's own
 * @param apiKeys the model's own keys, already resolved; empty to use the provider's
 * @param fallbacks the models to try, in order, where this one fails
 * @param resilience the model's own deadlines and retries, defaults filled in
 * @param onUnsupported what becomes of a request with something that the model cannot honour
 * @param limits how much may be asked of it
 * @param settings the whole section, for the provider to read
 */
public record ModelEntry(
        ModelInfo info,
        @Nullable String baseUrl,
        List<String> apiKeys,
        List<String> fallbacks,
        ResilienceConfig resilience,
        OnUnsupported onUnsupported,
        RateLimits limits,
        Settings settings) {
    /** The name by which requests call it. */
    public String name() {
        return info.name();
    }

    /** The entry without its keys. */
    @Override
    public String toString() {
        return "ModelEntry[" + info.name() + ", " + info.provider() + ", " + info.modelId() + "]";
    }
}
