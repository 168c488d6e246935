package io.llmrouter.benchmarks.gateway;

import io.llmrouter.benchmarks.load.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** LiteLLM's proxy, on Python, with one worker. */
final class LiteLlm implements Gateway {
    private static final String CONFIG = """
            model_list:
              - model_name: bench
                litellm_params: {model: openai/mock, api_base: "http://127.0.0.1:%d/v1", api_key: bench-provider-key}
            general_settings:
              master_key: %s
            """;
    /** It refuses to start with one that is easily guessed. */
    private static final String KEY = "sk-bench-5d1f0c7a94e2b8366f0e91d7c3a85b42";

    private Path venv = Path.of("");

    @Override
    public String key() {
        return "litellm";
    }

    @Override
    public String title() {
        return "LiteLLM";
    }

    @Override
    public String prepare(Workshop workshop) throws MissingGatewayException {
        venv = workshop.folder(this).resolve("venv");
        workshop.install(
                this,
                venv.resolve("bin/litellm"),
                List.of(
                        List.of("python3", "-m", "venv", "venv"),
                        List.of(venv.resolve("bin/pip").toString(), "install", "--quiet", "litellm[proxy]==1.106.2")));
        return Versions.in(workshop.ask(
                this,
                venv.resolve("bin/python").toString(),
                "-c",
                "import importlib.metadata as m, sys; print(m.version('litellm'))"));
    }

    @Override
    public Launch configure(Path folder, int port, int providerPort) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), CONFIG.formatted(providerPort, KEY));
        var target = new Target(port, "/v1/chat/completions", "bench", Map.of("Authorization", "Bearer " + KEY));
        return Launch.of(
                        target,
                        venv.resolve("bin/litellm").toString(),
                        "--config",
                        file.toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--num_workers",
                        "1")
                // Else it asks the network for its table of prices at every start.
                .with(Map.of("LITELLM_LOCAL_MODEL_COST_MAP", "True", "LITELLM_LOG", "ERROR"));
    }
}
