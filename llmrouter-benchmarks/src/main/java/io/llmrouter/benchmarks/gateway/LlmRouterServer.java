package io.llmrouter.benchmarks.gateway;

import io.llmrouter.benchmarks.load.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code llmrouter serve} as users start it: with a strategy that chooses between two models, prices, a client's key and
 * its limit.
 */
final class LlmRouterServer implements Gateway {
    private static final String CONFIG = """
            serve:
              port: %1$d
              keys:
                bench: {key: bench-client-key, requests_per_minute: 100000000}
            router:
              strategy: random
              weights: {fast: 3, smart: 1}
            llms:
              fast: {provider: openai, model: fast-1, base_url: "http://127.0.0.1:%2$d/v1", api_key: bench-provider-key, input_price: 0.15, output_price: 0.6}
              smart: {provider: openai, model: smart-1, base_url: "http://127.0.0.1:%2$d/v1", api_key: bench-provider-key, input_price: 2.5, output_price: 10}
            """;

    private Path launcher = Path.of("llmrouter");

    @Override
    public String key() {
        return "llmrouter";
    }

    @Override
    public String title() {
        return "LLMRouter";
    }

    @Override
    public String prepare(Workshop workshop) throws MissingGatewayException {
        launcher = workshop.root().resolve("llmrouter").toAbsolutePath();
        return Versions.in(workshop.ask(this, launcher.toString(), "version"));
    }

    @Override
    public Launch configure(Path folder, int port, int providerPort) throws IOException {
        Path file = Files.writeString(folder.resolve("llmrouter.yaml"), CONFIG.formatted(port, providerPort));
        var target =
                new Target(port, "/v1/chat/completions", "auto", Map.of("Authorization", "Bearer bench-client-key"));
        return Launch.of(target, launcher.toString(), "serve", "--config", file.toString());
    }
}
