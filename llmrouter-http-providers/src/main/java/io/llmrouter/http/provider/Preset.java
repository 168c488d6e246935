package io.llmrouter.http.provider;

import java.util.Set;

/**
 * What is known of a provider.
 *
 * @param providerName the name in the configuration
 * @param aliases other names for it
 * @param baseUrl the address of its endpoint; empty if the configuration must give it
 * @param apiKeyVariable the environment variable of its key; empty if it needs none
 * @param auth how its key travels
 * @param protocol what it speaks
 */
record Preset(
        String providerName,
        Set<String> aliases,
        String baseUrl,
        String apiKeyVariable,
        AuthScheme auth,
        Protocol protocol) {
    static final Preset OPENAI = new Preset(
            "openai", Set.of(), "https://api.openai.com/v1", "OPENAI_API_KEY", AuthScheme.BEARER, Protocol.OPENAI);
    static final Preset OPENAI_COMPATIBLE = compatible("openai_compatible", Set.of("openai-compatible"), "", "");
    static final Preset ANTHROPIC = new Preset(
            "anthropic",
            Set.of("claude"),
            "https://api.anthropic.com/v1",
            "ANTHROPIC_API_KEY",
            AuthScheme.X_API_KEY,
            Protocol.ANTHROPIC);
    static final Preset AZURE = new Preset(
            "azure", Set.of("azure_openai"), "", "AZURE_OPENAI_API_KEY", AuthScheme.API_KEY, Protocol.OPENAI);
    static final Preset NVIDIA =
            compatible("nvidia", Set.of("nvidia_nim"), "https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY");
    static final Preset TOGETHER = compatible(
            "together", Set.of("together_ai", "togetherai"), "https://api.together.xyz/v1", "TOGETHER_API_KEY");
    static final Preset GROQ = compatible("groq", Set.of(), "https://api.groq.com/openai/v1", "GROQ_API_KEY");
    static final Preset MISTRAL = new Preset(
            "mistral",
            Set.of("mistralai"),
            "https://api.mistral.ai/v1",
            "MISTRAL_API_KEY",
            AuthScheme.BEARER,
            Protocol.WITHOUT_STREAM_OPTIONS);
    static final Preset DEEPSEEK = compatible("deepseek", Set.of(), "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY");
    static final Preset OPENROUTER =
            compatible("openrouter", Set.of(), "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY");
    static final Preset FIREWORKS = compatible(
            "fireworks", Set.of("fireworks_ai"), "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY");
    static final Preset XAI = compatible("xai", Set.of("grok"), "https://api.x.ai/v1", "XAI_API_KEY");
    static final Preset HUGGINGFACE =
            compatible("huggingface", Set.of("hf"), "https://router.huggingface.co/v1", "HF_TOKEN");
    static final Preset GEMINI =
            compatible("gemini", Set.of(), "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY");
    static final Preset OLLAMA = compatible("ollama", Set.of(), "http://localhost:11434/v1", "");
    static final Preset VLLM = compatible("vllm", Set.of(), "http://localhost:8000/v1", "");
    static final Preset LMSTUDIO = compatible("lmstudio", Set.of("lm_studio"), "http://localhost:1234/v1", "");
    static final Preset SGLANG = compatible("sglang", Set.of(), "http://localhost:30000/v1", "");
    static final Preset LLAMA_CPP =
            compatible("llama_cpp", Set.of("llamacpp", "llama.cpp"), "http://localhost:8080/v1", "");

    private static Preset compatible(String name, Set<String> aliases, String baseUrl, String apiKeyVariable) {
        return new Preset(name, aliases, baseUrl, apiKeyVariable, AuthScheme.BEARER, Protocol.COMPATIBLE);
    }
}
