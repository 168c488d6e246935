package io.llmrouter.benchmarks.gateway;

import io.llmrouter.benchmarks.load.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bifrost's HTTP gateway, in Go. */
final class Bifrost implements Gateway {
    private static final String PROGRAM = "bifrost-http";
    private static final String MODULE = "github.com/maximhq/bifrost/transports/bifrost-http@latest";
    private static final String CONFIG = """
            {
              "client": {"drop_excess_requests": false, "initial_pool_size": 1000, "enable_logging": false},
              "providers": {
                "openai": {
                  "keys": [{"name": "bench", "value": "bench-provider-key", "models": ["*"], "weight": 1.0}],
                  "network_config": {"base_url": "http://127.0.0.1:%d", "allow_private_network": true},
                  "concurrency_and_buffer_size": {"concurrency": 1000, "buffer_size": 5000}
                }
              }
            }
            """;

    private String program = PROGRAM;

    @Override
    public String key() {
        return "bifrost";
    }

    @Override
    public String title() {
        return "Bifrost";
    }

    @Override
    public String prepare(Workshop workshop) throws MissingGatewayException {
        Path installed = workshop.folder(this).resolve("bin").resolve(PROGRAM);
        Optional<Path> present = workshop.program(PROGRAM);
        if (present.isEmpty()) {
            String bin = "GOBIN=" + installed.getParent();
            workshop.install(this, installed, List.of(List.of("env", bin, "go", "install", MODULE)));
        }
        program = present.orElse(installed).toString();
        return Versions.in(workshop.ask(this, "go", "version", "-m", program).replaceFirst("(?s).*?\tmod\t", ""));
    }

    @Override
    public Launch configure(Path folder, int port, int providerPort) throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG.formatted(providerPort));
        return Launch.of(
                new Target(port, "/v1/chat/completions", "openai/mock", Map.of()),
                program,
                "-app-dir",
                folder.toString(),
                "-host",
                "127.0.0.1",
                "-port",
                Integer.toString(port),
                "-log-level",
                "error");
    }
}
