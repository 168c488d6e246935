package io.llmrouter.soak;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks a server. */
record Caller(HttpClient http, int port) {
    Caller(int port) {
        this(HttpClient.newHttpClient(), port);
    }

    CompletableFuture<HttpResponse<String>> askAsync(String key, String prompt, boolean stream) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(40))
                .POST(HttpRequest.BodyPublishers.ofString(body(prompt, stream)))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> ask(String key, String prompt) {
        return askAsync(key, prompt, false).join();
    }

    static String body(String prompt, boolean stream) {
        return "{\"model\":\"m\",\"max_tokens\":10,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }
}
