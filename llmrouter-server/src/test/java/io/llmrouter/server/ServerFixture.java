package io.llmrouter.server;

import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.RouterBuilder;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.testkit.FakeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on a free port, before a router with the models {@code fast}, {@code smart} and {@code claude}. */
final class ServerFixture implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    final FakeProvider fake = FakeProvider.start();
    final Router router;
    final LlmRouterServer server;
    private final ServeConfig config;
    private final HttpClient client = HttpClient.newHttpClient();

    ServerFixture() {
        this(config -> config);
    }

    ServerFixture(UnaryOperator<ServeConfig> change) {
        this(change, builder -> builder);
    }

    ServerFixture(UnaryOperator<ServeConfig> change, UnaryOperator<RouterBuilder> more) {
        RouterBuilder builder = LlmRouter.builder()
                .strategy("round_robin")
                .model("fast", model -> openAi(model).prices("1", "2").description("quick"))
                .model("smart", model -> openAi(model).fallbacks("fast"))
                .model(
                        "claude",
                        model -> model.provider("anthropic")
                                .modelId("claude-up")
                                .baseUrl(fake.anthropicUrl())
                                .apiKey("upstream-key"))
                .model(
                        "titan",
                        model -> model.provider("bedrock")
                                .modelId("amazon.titan")
                                .baseUrl(fake.bedrockUrl())
                                .awsRegion("us-east-1")
                                .set("bearer_token", "upstream-key"))
                .embedding(
                        "embed",
                        model -> model.provider("openai")
                                .modelId("embed-up")
                                .baseUrl(fake.openAiUrl())
                                .apiKey("upstream-key")
                                .inputPrice("10")
                                .set("dimensions", 16))
                .set("resilience.max_retries", 0);
        router = more.apply(builder).build();
        config = change.apply(ServeConfig.defaults().withPort(0).withModelPrefix(false));
        server = LlmRouterServer.start(router, config, "round_robin");
    }

    private io.llmrouter.core.ModelBuilder openAi(io.llmrouter.core.ModelBuilder model) {
        return model.provider("openai").baseUrl(fake.openAiUrl()).apiKey("upstream-key");
    }

    /** The configuration with the port that it got. */
    ServeConfig config() {
        return config.withPort(server.port());
    }

    static UnaryOperator<ServeConfig> timeouts(
            Duration receive, Duration idle, Duration write, Duration keepAlive, Duration drain) {
        return config -> config.with(new ServeConfig.Timeouts(receive, idle, write, keepAlive, drain));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        return send(request(path, headers)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> chat(String model, String text) {
        return post("/v1/chat/completions", body(model, text, ""));
    }

    HttpResponse<String> stream(String model, String text) {
        return post("/v1/chat/completions", body(model, text, ",\"stream\":true"));
    }

    static String body(String model, String text, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more
                + "}";
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /** The data of a stream's events, without its comments. */
    static List<String> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    /** The text of an OpenAI stream. */
    static String text(String stream) {
        var text = new StringBuilder();
        for (String event : events(stream)) {
            if (!event.equals("[DONE]")) {
                JsonNode chunk = json(event);
                text.append(chunk.at("/choices/0/delta/content").asString(""));
            }
        }
        return text.toString();
    }

    /** A connection that the test speaks byte by byte. */
    Raw raw() throws IOException {
        return new Raw(new Socket(server.address().getAddress(), server.port()));
    }

    @Override
    public void close() {
        server.close();
        router.close();
        fake.close();
    }

    /** A client's end of a connection. */
    record Raw(Socket socket) implements AutoCloseable {
        Raw {
            try {
                socket.setSoTimeout(10_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Raw write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        }

        /** All until the server closes. */
        String readAll() throws IOException {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        /** Reads until a text has come. */
        String readUntil(String end) throws IOException {
            var read = new StringBuilder();
            while (read.indexOf(end) < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("The server closed after: " + read);
                }
                read.append((char) next);
            }
            return read.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
