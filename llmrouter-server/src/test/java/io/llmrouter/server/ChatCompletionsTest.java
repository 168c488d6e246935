package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.events;
import static io.llmrouter.server.ServerFixture.json;
import static io.llmrouter.server.ServerFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ChatCompletionsTest {
    private final ServerFixture it = new ServerFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @ParameterizedTest
    @CsvSource({"fast,fast", "claude,claude-up", "titan,amazon.titan"})
    void anAnswerBearsTheConfiguredNameWhateverTheProvider(String model, String upstream) {
        it.fake.script(upstream, Answer.text("Hello there").usage(12, 34));
        HttpResponse<String> answer = it.chat(model, "hi");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = json(answer);
        assertThat(json.at("/model").asString()).isEqualTo(model);
        assertThat(json.at("/object").asString()).isEqualTo("chat.completion");
        assertThat(json.at("/choices/0/message/content").asString()).isEqualTo("Hello there");
        assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo(46);
    }

    @Test
    void headersTellHowTheAnswerCameAbout() {
        it.fake.script("smart", Answer.fault(Fault.status(503)));
        it.fake.script("fast", Answer.text("Hello").usage(1_000_000, 0));
        HttpResponse<String> answer = it.chat("smart", "hi");
        assertThat(answer.headers().firstValue("x-llmrouter-model")).contains("fast");
        assertThat(answer.headers().firstValue("x-llmrouter-strategy")).contains("direct");
        assertThat(answer.headers().firstValue("x-llmrouter-attempts")).contains("2");
        assertThat(answer.headers().firstValue("x-llmrouter-request-id").orElse(""))
                .matches("req_[0-9a-f]{24}");
        HttpResponse<String> direct = it.chat("fast", "hi");
        assertThat(direct.headers().firstValue("x-llmrouter-cost-usd")).contains("1");
    }

    @Test
    void fieldsThatNobodyKnowsReachTheProvider() {
        it.post(
                "/v1/chat/completions",
                body("fast", "hi", ",\"top_logprobs\":3,\"logprobs\":true,\"x_new\":{\"a\":1}"));
        JsonNode sent = json(it.fake.requests("fast").get(0).bodyText());
        assertThat(sent.at("/x_new/a").asInt()).isEqualTo(1);
        assertThat(sent.at("/top_logprobs").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"fast,fast", "claude,claude-up", "titan,amazon.titan"})
    void aStreamComesInChunksWithItsEndMark(String model, String upstream) {
        it.fake.script(upstream, Answer.text("one two three").usage(5, 6));
        HttpResponse<String> answer = it.post(
                "/v1/chat/completions",
                body(model, "hi", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
        assertThat(answer.headers().firstValue("x-llmrouter-model")).contains(model);
        assertThat(answer.headers().firstValue("x-llmrouter-attempts")).contains("1");
        List<String> events = events(answer.body());
        assertThat(events).last().isEqualTo("[DONE]");
        assertThat(text(answer.body())).isEqualTo("one two three");
        assertThat(json(events.get(0)).at("/model").asString()).isEqualTo(model);
        assertThat(json(events.get(events.size() - 2)).at("/usage/total_tokens").asInt())
                .isEqualTo(11);
        assertThat(answer.body()).contains(": x-llmrouter {");
    }

    @Test
    void toolCallsAreStreamed() {
        it.fake.script("fast", Answer.text("").toolCall("call_1", "weather", "{\"city\":\"Bonn\"}"));
        String stream = it.stream("fast", "hi").body();
        var arguments = new StringBuilder();
        for (String event : events(stream)) {
            if (!event.equals("[DONE]")) {
                arguments.append(json(event)
                        .at("/choices/0/delta/tool_calls/0/function/arguments")
                        .asString(""));
            }
        }
        assertThat(arguments).hasToString("{\"city\":\"Bonn\"}");
        assertThat(stream).contains("\"finish_reason\":\"tool_calls\"");
    }

    @ParameterizedTest
    @CsvSource({
        "400,400,invalid_request_error",
        "401,502,server_error",
        "403,502,server_error",
        "429,429,rate_limit_error",
        "500,500,server_error",
        "503,503,server_error"
    })
    void aProvidersErrorHasItsStatusAlsoBeforeAStream(int upstream, int status, String type) {
        it.fake.script("fast", Answer.fault(Fault.status(upstream)));
        for (HttpResponse<String> answer : List.of(it.chat("fast", "hi"), it.stream("fast", "hi"))) {
            assertThat(answer.statusCode()).isEqualTo(status);
            JsonNode error = json(answer).get("error");
            assertThat(error.get("type").asString()).isEqualTo(type);
            assertThat(error.get("message").asString()).isNotBlank();
            assertThat(error.has("param")).isTrue();
            assertThat(error.has("code")).isTrue();
        }
    }

    @Test
    void aRefusalOfTheOperatorsKeyDoesNotBlameTheClientsKey() {
        it.fake.script("fast", Answer.fault(Fault.status(401)));
        JsonNode error = json(it.chat("fast", "hi")).get("error");
        assertThat(error.get("code").asString()).isEqualTo("provider_authentication_error");
        assertThat(error.get("message").asString()).contains("api_key");
    }

    @Test
    void aStreamThatBreaksOffEndsWithAnErrorAndNoEndMark() {
        it.fake.script("fast", Answer.fault(Fault.dieAfter(5)));
        HttpResponse<String> answer = it.stream("fast", "hi");
        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> events = events(answer.body());
        assertThat(events).doesNotContain("[DONE]");
        assertThat(json(events.get(events.size() - 1)).at("/error/code").asString())
                .isEqualTo("stream_interrupted");
    }

    @Test
    void anUnknownModelIsNotFound() {
        HttpResponse<String> answer = it.chat("nobody", "hi");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).at("/error/code").asString()).isEqualTo("model_not_found");
        assertThat(json(answer).at("/error/message").asString()).contains("fast", "smart");
    }

    @Test
    void aClientThatLeavesCancelsTheProvidersCall() throws Exception {
        it.fake.script("fast", Answer.text("a b c").firstTokenAfter(Duration.ofMinutes(1)));
        for (String stream : List.of("", ",\"stream\":true")) {
            int before = it.fake.requests().size();
            String body = body("fast", "hi", stream);
            try (var raw = it.raw()) {
                raw.write("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body);
                it.fake.awaitRequests(before + 1, Duration.ofSeconds(5));
            }
            assertThat(it.fake.requests().get(before).awaitCallerLeft(Duration.ofSeconds(5)))
                    .isTrue();
        }
        assertThat(metricsWith("llmrouter_attempts_total{model=\"fast\",outcome=\"failed\"} 2.0"))
                .contains("llmrouter_attempts_total{model=\"fast\",outcome=\"failed\"} 2.0");
    }

    /** The figures, once they have that line; after five seconds those that there are. */
    private String metricsWith(String line) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        String metrics = it.get("/metrics").body();
        while (!metrics.contains(line) && System.nanoTime() < end) {
            metrics = it.get("/metrics").body();
        }
        return metrics;
    }

    @Test
    void aLargePromptIsTaken() {
        it.fake.script("fast", Answer.text("read"));
        String prompt = "x".repeat(10 << 20);
        assertThat(it.chat("fast", prompt).statusCode()).isEqualTo(200);
        assertThat(it.fake.requests("fast").get(0).body().length).isGreaterThan(10 << 20);
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInOrder() throws Exception {
        it.fake.script("fast", Answer.text("slow").after(Duration.ofMillis(100)), Answer.text("quick"));
        String body = body("fast", "hi", "");
        String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        try (var raw = it.raw()) {
            raw.write(request + request + "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(raw.readAll()).containsSubsequence("\"slow\"", "\"quick\"", "\"status\":\"ok\"");
        }
    }

    @Test
    void anOldClientGetsItsStreamUnchunked() throws Exception {
        it.fake.script("fast", Answer.text("one two"));
        String body = body("fast", "hi", ",\"stream\":true");
        try (var raw = it.raw()) {
            raw.write("POST /v1/chat/completions HTTP/1.0\r\nHost: localhost\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            String answer = raw.readAll();
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("transfer-encoding");
            assertThat(answer).endsWith("data: [DONE]\n\n");
        }
    }
}
