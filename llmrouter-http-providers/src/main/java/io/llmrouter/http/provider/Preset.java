package io.llmrouter.http.provider;

import java.util.Set;

/** What is known of each provider. An empty base URL must be configured; an empty key variable means no key. */
enum Preset {
    OPENAI("openai", Set.of(), "https://api.openai.com/v1", "OPENAI_API_KEY", AuthScheme.BEARER, Protocol.OPENAI),
    OPENAI_COMPATIBLE("openai_compatible", Set.of("openai-compatible"), "", ""),
    ANTHROPIC(
            "anthropic",
            Set.of("claude"),
            "https://api.anthropic.com/v1",
            "ANTHROPIC_API_KEY",
            AuthScheme.X_API_KEY,
            Protocol.ANTHROPIC),
    AZURE("azure", Set.of("azure_openai"), "", "AZURE_OPENAI_API_KEY", AuthScheme.API_KEY, Protocol.OPENAI),
    NVIDIA("nvidia", Set.of("nvidia_nim"), "https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY"),
    TOGETHER("together", Set.of("together_ai", "togetherai"), "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
    GROQ("groq", Set.of(), "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    MISTRAL(
            "mistral",
            Set.of("mistralai"),
            "https://api.mistral.ai/v1",
            "MISTRAL_API_KEY",
            AuthScheme.BEARER,
            Protocol.OPENAI_WITHOUT_STREAM_OPTIONS),
    DEEPSEEK("deepseek", Set.of(), "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
    OPENROUTER("openrouter", Set.of(), "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    FIREWORKS("fireworks", Set.of("fireworks_ai"), "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"),
    XAI("xai", Set.of("grok"), "https://api.x.ai/v1", "XAI_API_KEY"),
    HUGGINGFACE("huggingface", Set.of("hf"), "https://router.huggingface.co/v1", "HF_TOKEN"),
    GEMINI("gemini", Set.of(), "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
    OLLAMA("ollama", Set.of(), "http://localhost:11434/v1", ""),
    VLLM("vllm", Set.of(), "http://localhost:8000/v1", ""),
    LMSTUDIO("lmstudio", Set.of("lm_studio"), "http://localhost:1234/v1", ""),
    SGLANG("sglang", Set.of(), "http://localhost:30000/v1", ""),
    LLAMA_CPP("llama_cpp", Set.of("llamacpp", "llama.cpp"), "http://localhost:8080/v1", "");

    private final String providerName;
    private final Set<String> aliases;
    private final String baseUrl;
    private final String apiKeyVariable;
    private final AuthScheme auth;
    private final Protocol protocol;

    Preset(String providerName, Set<String> aliases, String baseUrl, String apiKeyVariable) {
        this(providerName, aliases, baseUrl, apiKeyVariable, AuthScheme.BEARER, Protocol.OPENAI_COMPATIBLE);
    }

    Preset(
            String providerName,
            Set<String> aliases,
            String baseUrl,
            String apiKeyVariable,
            AuthScheme auth,
            Protocol protocol) {
        this.providerName = providerName;
        this.aliases = aliases;
        this.baseUrl = baseUrl;
        this.apiKeyVariable = apiKeyVariable;
        this.auth = auth;
        this.protocol = protocol;
    }

    String providerName() {
        return providerName;
    }

    Set<String> aliases() {
        return aliases;
    }

    String baseUrl() {
        return baseUrl;
    }

    String apiKeyVariable() {
        return apiKeyVariable;
    }

    AuthScheme auth() {
        return auth;
    }

    Protocol protocol() {
        return protocol;
    }
}
