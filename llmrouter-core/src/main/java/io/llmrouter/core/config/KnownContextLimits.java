package io.llmrouter.core.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The context limits, in tokens, of models that the reference system knows by their ids. */
final class KnownContextLimits {
    private static final Map<String, Integer> BY_ID = Map.of(
            "google/gemma-2-9b-it", 8_192,
            "gemma-2-9b-it", 8_192,
            "meta/llama-3.1-8b-instruct", 128_000,
            "qwen/qwen2.5-7b-instruct", 32_768,
            "mistralai/mistral-7b-instruct-v0.3", 32_768,
            "nvidia/llama3-chatqa-1.5-8b", 8_192,
            "mistralai/mixtral-8x22b-instruct-v0.1", 65_536,
            "meta/llama3-70b-instruct", 8_192,
            "mistralai/mixtral-8x7b-instruct-v0.1", 32_768,
            "nvidia/llama-3.3-nemotron-super-49b-v1", 32_768);

    private KnownContextLimits() {}

    static Optional<Integer> of(String modelId) {
        return Optional.ofNullable(BY_ID.get(modelId.toLowerCase(Locale.ROOT)));
    }
}
