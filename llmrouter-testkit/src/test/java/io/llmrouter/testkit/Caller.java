package io.llmrouter.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An ordinary caller: the JDK's HTTP client. */
final class Caller {
    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeProvider fake;

    Caller(FakeProvider fake) {
        this.fake = fake;
    }

    HttpResponse<byte[]> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                java.net.http.HttpRequest.newBuilder(URI.create(fake.bedrockUrl() + path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                java.net.http.HttpRequest.newBuilder(URI.create(fake.bedrockUrl() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<byte[]> ask(WireKind kind, String model, boolean stream) throws IOException, InterruptedException {
        return post(Ask.path(kind, model, stream), Ask.body(kind, model, stream));
    }

    /** The text of a plain answer of any format. */
    String text(WireKind kind, String model) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = ask(kind, model, false);
        JsonNode json = json(answer.body());
        return switch (kind) {
            case OPENAI -> json.at("/choices/0/message/content").asString();
            case ANTHROPIC -> json.at("/content/0/text").asString();
            case BEDROCK -> json.at("/output/message/content/0/text").asString();
        };
    }

    static JsonNode json(byte[] bytes) {
        return JsonMapper.shared().readTree(bytes);
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
