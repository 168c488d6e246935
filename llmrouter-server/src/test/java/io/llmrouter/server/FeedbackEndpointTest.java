package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackEndpointTest {
    @TempDir
    Path folder;

    private ServerFixture it;

    @BeforeEach
    void open() {
        it = new ServerFixture(
                config -> config,
                router -> router.set("router.feedback.enabled", true)
                        .set("router.feedback.path", folder.resolve("f.jsonl").toString()));
    }

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void answersAreScoredOnceByTheirId() throws Exception {
        for (HttpResponse<String> answer : List.of(it.chat("fast", "hi"), it.stream("auto", "hi"))) {
            String id = answer.headers().firstValue("x-llmrouter-request-id").orElseThrow();
            String body = "{\"request_id\":\"" + id + "\",\"score\":0.5,\"comment\":\"so\",\"tags\":{\"by\":\"ada\"}}";
            HttpResponse<String> first = it.post("/v1/feedback", body);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            assertThat(json(first).at("/accepted").asBoolean()).isTrue();
            HttpResponse<String> again = it.post("/v1/feedback", body);
            assertThat(again.statusCode()).isEqualTo(404);
            assertThat(json(again).at("/error/code").asString()).isEqualTo("unknown_request");
        }
        it.router.close();
        assertThat(Files.readAllLines(folder.resolve("f.jsonl")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"score\":0.5,\"comment\":\"so\",\"tags\":{\"by\":\"ada\"}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{broken",
                "{\"score\":1}",
                "{\"request_id\":7,\"score\":1}",
                "{\"request_id\":\"a\"}",
                "{\"request_id\":\"a\",\"score\":\"1\"}",
                "{\"request_id\":\"a\",\"score\":1.5}",
                "{\"request_id\":\"a\",\"score\":1,\"tags\":[]}",
                "{\"request_id\":\"a\",\"score\":1,\"tags\":{\"a\":{}}}"
            })
    void whatIsNoFeedbackIsRefused(String body) {
        HttpResponse<String> answer = it.post("/v1/feedback", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).at("/error/code").asString()).isEqualTo("invalid_feedback");
    }
}
