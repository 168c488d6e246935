package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.testkit.Answer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final String HEAD = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ServerFixture it = new ServerFixture(config -> ServerFixture.timeouts(SHORT, SHORT, SHORT, LONG, LONG)
            .apply(config)
            .with(new ServeConfig.Limits(2_048, 4_096, 8, 2, 1)));

    @AfterEach
    void theNextRequestWorks() throws Exception {
        try (it) {
            assertThat(it.chat("claude", "hi").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeAndWhileItComes() throws Exception {
        try (var raw = it.raw()) {
            raw.write(HEAD + "Content-Length: 5000\r\n\r\n");
            assertThat(raw.readAll())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("request_too_large", "serve.max_body_bytes")
                    .containsIgnoringCase("connection: close");
        }
        try (var raw = it.raw()) {
            raw.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                raw.write("400\r\n" + "x".repeat(1024) + "\r\n");
            }
            assertThat(raw.readAll()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws Exception {
        try (var raw = it.raw()) {
            raw.write("GET /health HTTP/1.1\r\nX: " + "x".repeat(5_000) + "\r\n\r\n");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 431 ").contains("headers_too_large");
        }
        try (var raw = it.raw()) {
            raw.write("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 414 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET / HTTP/9.9.9\r\n\r\n", "\u0001\u0002\u0003\r\n\r\n"})
    void whatIsNotHttpIsRefused(String sent) throws Exception {
        try (var raw = it.raw()) {
            raw.write(sent);
            assertThat(raw.readAll()).startsWith("HTTP/1.1 400 ").contains("malformed_request");
        }
    }

    @Test
    void twoLengthsAreRefused() throws Exception {
        try (var raw = it.raw()) {
            raw.write(HEAD + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aBrokenChunkIsRefused() throws Exception {
        try (var raw = it.raw()) {
            raw.write(HEAD + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"text\"",
                "{\"messages\":\"hi\"}",
                "{\"messages\":[]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":{}}]}",
                "{\"messages\":[{\"role\":\"queen\",\"content\":\"hi\"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"temperature\":\"hot\"}"
            })
    void aBodyThatIsNoRequestIsRefused(String body) {
        HttpResponse<String> answer = it.post("/v1/chat/completions", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error/type").asString()).isEqualTo("invalid_request_error");
    }

    @Test
    void deepNestingAndBrokenTextAreRefused() throws Exception {
        assertThat(it.post("/v1/chat/completions", "[".repeat(2_000)).statusCode())
                .isEqualTo(400);
        try (var raw = it.raw()) {
            String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"\u00ff\u00fe\"}]}";
            raw.write(HEAD + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(raw.readAll()).startsWith("HTTP/1.1 400 ").contains("UTF-8");
        }
    }

    @Test
    void aHeadThatDoesNotEndIsCutOff() throws Exception {
        try (var raw = it.raw()) {
            raw.write("GET /health HTTP/1.1\r\nX: ");
            assertThat(raw.readAll()).isEmpty();
        }
    }

    @Test
    void aBodyThatStopsIsToldSo() throws Exception {
        try (var raw = it.raw()) {
            raw.write(HEAD + "Content-Length: 100\r\n\r\n{\"mess");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 408 ");
        }
        try (var raw = it.raw()) {
            raw.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        try (var raw = it.raw()) {
            raw.write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(raw.readAll()).contains("\"status\":\"ok\"");
        }
    }

    @Test
    void anExpectationIsAnswered() throws Exception {
        try (var raw = it.raw()) {
            String body = body("fast", "hi", "");
            raw.write(HEAD + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: " + body.length()
                    + "\r\n\r\n");
            raw.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
            raw.write(body);
            assertThat(raw.readAll()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whatExceedsTheLineIsRefusedAndTheRestIsServedInTurn() throws Exception {
        it.fake.script("fast", Answer.text("done").after(Duration.ofMillis(400)));
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 2; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> it.chat("fast", "hi")));
        }
        it.fake.awaitRequests(2, Duration.ofSeconds(5));
        answers.add(CompletableFuture.supplyAsync(() -> it.stream("fast", "hi")));
        String metrics = "";
        while (!metrics.contains("llmrouter_requests_waiting 1.0")) {
            metrics = it.get("/metrics").body();
        }
        HttpResponse<String> refused = it.chat("fast", "hi");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        for (var answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void moreConnectionsThanAllowedAreClosed() throws Exception {
        var open = new ArrayList<ServerFixture.Raw>();
        for (int i = 0; i < 8; i++) {
            open.add(it.raw().write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            open.get(i).readUntil("\"ok\"");
        }
        try (var more = it.raw()) {
            assertThat(more.readAll()).isEmpty();
        }
        for (var connection : open) {
            connection.close();
        }
        String metrics = null;
        while (metrics == null || !metrics.contains("llmrouter_connections 1.0")) {
            try {
                metrics = it.get("/metrics").body();
            } catch (java.io.UncheckedIOException stillFull) {
                metrics = null;
            }
        }
    }

    @Test
    void aClientThatTakesALongAnswerSlowlyGetsAllOfIt() throws Exception {
        it.fake.script("fast", Answer.text("x".repeat(3_000_000)));
        String body = body("fast", "hi", "");
        try (var raw = it.raw()) {
            raw.socket().setReceiveBufferSize(16_384);
            raw.write(HEAD + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            var in = raw.socket().getInputStream();
            var pause = new java.util.concurrent.CountDownLatch(1);
            long read = 0;
            for (int round = 0; round < 8; round++) {
                read += in.readNBytes(100_000).length;
                assertThat(pause.await(100, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(read + in.readAllBytes().length).isGreaterThan(3_000_000);
        }
    }

    @Test
    void aClientThatTakesNothingOfItsAnswerIsCutOff() throws Exception {
        String word = "x".repeat(1_000) + " ";
        it.fake.script("fast", Answer.text(word.repeat(20_000)));
        String body = body("fast", "hi", ",\"stream\":true");
        try (var raw = it.raw()) {
            raw.socket().setReceiveBufferSize(8_192);
            raw.write(HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            it.fake.awaitRequests(1, Duration.ofSeconds(5));
            var request = it.fake.requests("fast").get(0);
            assertThat(request.awaitCallerLeft(Duration.ofSeconds(10))).isTrue();
            assertThat(request.chunksWritten()).isLessThan(20_000);
        }
    }
}
