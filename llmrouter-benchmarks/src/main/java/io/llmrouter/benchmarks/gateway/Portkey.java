package io.llmrouter.benchmarks.gateway;

import io.llmrouter.benchmarks.load.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Portkey's gateway, on Node. */
final class Portkey implements Gateway {
    private static final String PACKAGE = "node_modules/@portkey-ai/gateway";
    /** With a later node-server, its range's newest included, it answers every stream with status 500. */
    private static final String MANIFEST = """
            {
              "private": true,
              "dependencies": {"@portkey-ai/gateway": "1.15.2"},
              "overrides": {"@hono/node-server": "1.14.1"}
            }
            """;

    private Path folder = Path.of("");

    @Override
    public String key() {
        return "portkey";
    }

    @Override
    public String title() {
        return "Portkey";
    }

    @Override
    public String prepare(Workshop workshop) throws MissingGatewayException {
        folder = workshop.folder(this);
        workshop.write(this, "package.json", MANIFEST);
        workshop.install(
                this,
                folder.resolve(PACKAGE).resolve("build/start-server.js"),
                List.of(List.of("npm", "install", "--no-audit", "--no-fund")));
        return Versions.in(workshop.ask(
                this, "node", "-p", "require('./" + PACKAGE + "/package.json').version + ', Node ' + process.version"));
    }

    @Override
    public Launch configure(Path work, int port, int providerPort) {
        var headers = Map.of(
                "Authorization",
                "Bearer bench-provider-key",
                "x-portkey-provider",
                "openai",
                "x-portkey-custom-host",
                "http://127.0.0.1:" + providerPort + "/v1");
        return Launch.of(
                        new Target(port, "/v1/chat/completions", "mock", headers),
                        "node",
                        folder.resolve(PACKAGE).resolve("build/start-server.js").toString(),
                        "--port=" + port,
                        "--headless")
                .with(Map.of("NODE_ENV", "production"));
    }
}
