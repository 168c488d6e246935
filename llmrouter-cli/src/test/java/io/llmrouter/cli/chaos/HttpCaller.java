package io.llmrouter.cli.chaos;

import io.llmrouter.api.Router;
import io.llmrouter.api.Usage;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.server.LlmRouterServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks through the server, in OpenAI's format. */
final class HttpCaller implements Caller {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final LlmRouterServer server;

    HttpCaller(Router router) {
        var config = ServeConfig.defaults().withPort(0).withModelPrefix(false);
        server = LlmRouterServer.start(router, config, "round_robin");
    }

    @Override
    public Outcome ask(String model, boolean stream, Duration patience, LongSupplier now) throws InterruptedException {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"stream_options\":{\"include_usage\":true},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Count to sixty.\"}]}";
        if (!stream) {
            body = body.replace("\"stream_options\":{\"include_usage\":true},", "");
        }
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long start = now.getAsLong();
        Duration at = Duration.ofNanos(start);
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> response = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            Duration took = Duration.ofNanos(now.getAsLong() - start);
            return stream && response.statusCode() == 200
                    ? streamed(at, took, response.body())
                    : plain(at, took, response.body());
        } catch (ExecutionException broken) {
            Duration took = Duration.ofNanos(now.getAsLong() - start);
            var failure = new Outcome.Failure("connection", String.valueOf(broken.getCause()));
            return Outcome.failed(at, took, "", failure, "");
        } catch (TimeoutException hangs) {
            answer.cancel(true);
            return Outcome.failed(at, Duration.ofNanos(now.getAsLong() - start), "", Outcome.Failure.HANG, "");
        }
    }

    private static Outcome plain(Duration at, Duration took, String body) {
        JsonNode answer = JSON.readTree(body);
        if (answer.has("error")) {
            return failed(at, took, "", answer, body);
        }
        String text = answer.at("/choices/0/message/content").asString("");
        return whole(at, took, text, answer);
    }

    private static Outcome streamed(Duration at, Duration took, String body) {
        var text = new StringBuilder();
        JsonNode last = JSON.createObjectNode();
        boolean done = false;
        for (String line :
                body.lines().filter(line -> line.startsWith("data: ")).toList()) {
            String data = line.substring(6);
            if (data.equals("[DONE]")) {
                done = true;
                continue;
            }
            JsonNode chunk = JSON.readTree(data);
            if (chunk.has("error")) {
                return failed(at, took, text.toString(), chunk, body);
            }
            text.append(chunk.at("/choices/0/delta/content").asString(""));
            last = chunk;
        }
        if (!done) {
            var failure = new Outcome.Failure("connection", "the stream ended without [DONE]");
            return Outcome.failed(at, took, text.toString(), failure, body);
        }
        return whole(at, took, text.toString(), last);
    }

    private static Outcome whole(Duration at, Duration took, String text, JsonNode last) {
        var usage = Usage.reported(
                last.at("/usage/prompt_tokens").asLong(-1),
                last.at("/usage/completion_tokens").asLong(-1));
        return new Outcome(at, took, text, last.path("model").asString(""), usage, List.of(), null, "");
    }

    private static Outcome failed(Duration at, Duration took, String text, JsonNode answer, String body) {
        JsonNode error = answer.path("error");
        var failure = new Outcome.Failure(
                error.path("code").asString(error.path("type").asString("")),
                error.path("message").asString(""));
        return Outcome.failed(at, took, text, failure, body);
    }

    @Override
    public void close() {
        server.close();
    }
}
