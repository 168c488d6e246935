/** Providers that speak HTTP: OpenAI-compatible ones and Anthropic. */
module io.llmrouter.http {
    requires transitive io.llmrouter.api;
    requires io.llmrouter.wire;
    requires java.net.http;
}
