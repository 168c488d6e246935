package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.testkit.Answer;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aStoppingServerLetsItsStreamsEndAndTakesNoMore() throws Exception {
        try (var it = new ServerFixture()) {
            it.fake.script("fast", Answer.text("one two three").between(Duration.ofMillis(150)));
            var stream = CompletableFuture.supplyAsync(() -> it.stream("fast", "hi"));
            it.fake.awaitRequests(1, Duration.ofSeconds(5));
            it.server.close();
            assertThat(stream.get(5, TimeUnit.SECONDS).body()).endsWith("data: [DONE]\n\n");
            assertThatThrownBy(() -> it.get("/health")).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aStreamThatDoesNotEndInTimeIsCancelled() throws Exception {
        var drain = Duration.ofMillis(200);
        try (var it = new ServerFixture(ServerFixture.timeouts(LONG, LONG, LONG, LONG, drain))) {
            it.fake.script("fast", Answer.text("one two").between(Duration.ofMinutes(5)));
            var stream = CompletableFuture.supplyAsync(() -> it.stream("fast", "hi"));
            it.fake.awaitRequests(1, Duration.ofSeconds(5));
            it.server.close();
            assertThat(it.fake.requests("fast").get(0).awaitCallerLeft(Duration.ofSeconds(5)))
                    .isTrue();
            assertThat(stream).failsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void anIdleConnectionDoesNotHoldTheEnd() throws Exception {
        try (var it = new ServerFixture();
                var raw = it.raw()) {
            raw.write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").readUntil("\"ok\"");
            it.server.close();
            assertThat(raw.readAll()).isNotNull();
        }
    }

    @Test
    void aFileIsServedAndFollowed() throws Exception {
        try (var it = new ServerFixture()) {
            Path file = folder.resolve("llmrouter.yaml");
            String yaml = """
                    serve: {host: 0.0.0.0, port: 0, show_model_prefix: false}
                    llms:
                      only: {provider: openai, model: up, api_key: k, base_url: "%s"}
                    """.formatted(it.fake.openAiUrl());
            Files.writeString(file, yaml);
            try (var server = LlmRouterServer.start(file)) {
                assertThat(server.warning()).contains("serve.allow_anonymous");
                assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
                var answer = java.net.http.HttpClient.newHttpClient()
                        .send(
                                java.net.http.HttpRequest.newBuilder(
                                                java.net.URI.create("http://127.0.0.1:" + server.port() + "/health"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).contains("\"strategy\":\"random\"", "\"only\"");
            }
        }
    }

    @Test
    void aPortThatIsTakenIsToldAndNothingIsLeft() {
        try (var it = new ServerFixture()) {
            assertThatThrownBy(() -> new ServerFixture(config -> config.withPort(it.server.port())))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(Integer.toString(it.server.port()));
        }
    }
}
