package io.llmrouter.core;

import io.llmrouter.api.Capability;
import io.llmrouter.core.config.OnUnsupported;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Describes a model in code: what the section {@code llms.<name>} of the file says. Not safe for concurrent use. */
public final class ModelBuilder {
    private final Map<String, Object> section;

    ModelBuilder(Map<String, Object> section) {
        this.section = section;
    }

    /** The provider's name, such as {@code openai}, {@code anthropic} or {@code bedrock}. */
    public ModelBuilder provider(String provider) {
        return set("provider", provider);
    }

    /** The provider's id of the model; if not set, the configured name. */
    public ModelBuilder modelId(String modelId) {
        return set("model", modelId);
    }

    /** The address of the endpoint, if it is not the provider's own. */
    public ModelBuilder baseUrl(String baseUrl) {
        return set("base_url", baseUrl);
    }

    public ModelBuilder apiKey(String apiKey) {
        return set("api_key", apiKey);
    }

    /** The environment variable that holds the key. */
    public ModelBuilder apiKeyEnv(String variable) {
        return set("api_key_env", variable);
    }

    public ModelBuilder awsRegion(String region) {
        return set("aws_region", region);
    }

    /** What the model is good for; the {@code llm} strategy shows it to its routing model. */
    public ModelBuilder description(String description) {
        return set("description", description);
    }

    /** The prices of input and output, in USD per million tokens. */
    public ModelBuilder prices(String input, String output) {
        return set("input_price", input).set("output_price", output);
    }

    /** The price of input, in USD per million tokens: all that an embedding model has. */
    public ModelBuilder inputPrice(String input) {
        return set("input_price", input);
    }

    /** The prices of input that is read from and written to the provider's cache, in USD per million tokens. */
    public ModelBuilder cachePrices(String read, String write) {
        return set("cache_read_price", read).set("cache_write_price", write);
    }

    /** Other prices of calls whose prompts are longer than that many tokens, in USD per million tokens. */
    public ModelBuilder pricesAbove(int promptTokens, String input, String output) {
        return priceTier(Map.of("above_prompt_tokens", promptTokens, "input_price", input, "output_price", output));
    }

    /** Other prices of some calls: an item of {@code price_tiers}, such as those of a {@code service_tier}. */
    public ModelBuilder priceTier(Map<String, ?> tier) {
        var tiers = new ArrayList<Object>(section.get("price_tiers") instanceof List<?> known ? known : List.of());
        tiers.add(Map.copyOf(tier));
        return set("price_tiers", tiers);
    }

    /** The most tokens that prompt and answer may have together. */
    public ModelBuilder contextLimit(int tokens) {
        return set("context_limit", tokens);
    }

    /** The most tokens that an answer may have. */
    public ModelBuilder maxTokens(int tokens) {
        return set("max_tokens", tokens);
    }

    public ModelBuilder capability(Capability capability, boolean able) {
        ConfigTree.section(section, "capabilities").put(capability.name().toLowerCase(Locale.ROOT), able);
        return this;
    }

    /** The models to try, in order, where this one fails. */
    public ModelBuilder fallbacks(String... names) {
        return set("fallbacks", List.of(names));
    }

    /** What becomes of a request with something that this model cannot honour. */
    public ModelBuilder onUnsupported(OnUnsupported policy) {
        return set("on_unsupported", policy.name().toLowerCase(Locale.ROOT));
    }

    /** The models to try, in order, instead of the fallbacks where the prompt is too long. */
    public ModelBuilder contextWindowFallbacks(String... names) {
        return set("resilience.context_window_fallbacks", List.of(names));
    }

    /** The models to try, in order, where the provider refuses the content; without them none is tried. */
    public ModelBuilder contentPolicyFallbacks(String... names) {
        return set("resilience.content_policy_fallbacks", List.of(names));
    }

    /** Asks the next fallback too where this model is slow: {@code p95}, or a time such as {@code 800ms}. */
    public ModelBuilder hedge(String after) {
        return set("resilience.hedge.after", after);
    }

    /** A deadline of this model, such as {@code first_token_timeout}. */
    public ModelBuilder timeout(String key, Duration duration) {
        return set("resilience." + key, duration.toMillis() + "ms");
    }

    /** Any key of the section, such as {@code guardrail.id}. */
    public ModelBuilder set(String path, Object value) {
        ConfigTree.put(section, path, value);
        return this;
    }
}
