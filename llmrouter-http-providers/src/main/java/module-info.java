/** Providers that speak HTTP: OpenAI-compatible ones and Anthropic. */
module io.llmrouter.http {
    requires transitive io.llmrouter.api;
    requires io.llmrouter.wire;
    requires java.net.http;

    exports io.llmrouter.http;

    uses io.llmrouter.http.HttpTransport;

    provides io.llmrouter.api.spi.ChatModelProvider with
            io.llmrouter.http.provider.Providers.OpenAi,
            io.llmrouter.http.provider.Providers.OpenAiCompatible,
            io.llmrouter.http.provider.Providers.Anthropic,
            io.llmrouter.http.provider.Providers.Azure,
            io.llmrouter.http.provider.Providers.Nvidia,
            io.llmrouter.http.provider.Providers.Together,
            io.llmrouter.http.provider.Providers.Groq,
            io.llmrouter.http.provider.Providers.Mistral,
            io.llmrouter.http.provider.Providers.DeepSeek,
            io.llmrouter.http.provider.Providers.OpenRouter,
            io.llmrouter.http.provider.Providers.Fireworks,
            io.llmrouter.http.provider.Providers.Xai,
            io.llmrouter.http.provider.Providers.HuggingFace,
            io.llmrouter.http.provider.Providers.Gemini,
            io.llmrouter.http.provider.Providers.Ollama,
            io.llmrouter.http.provider.Providers.Vllm,
            io.llmrouter.http.provider.Providers.LmStudio,
            io.llmrouter.http.provider.Providers.SgLang,
            io.llmrouter.http.provider.Providers.LlamaCpp;
}
