package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.config.OnUnsupported;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Requests with something that the model cannot honour. */
class UnsupportedTest {
    private static final String WARNINGS = "x-llmrouter-warnings";

    private ServerFixture it = new ServerFixture();

    @AfterEach
    void close() {
        it.close();
    }

    private void with(OnUnsupported policy) {
        it.close();
        it = new ServerFixture(
                config -> config,
                router -> router.onUnsupported(policy)
                        .model(
                                "toolless",
                                model -> model.provider("openai")
                                        .baseUrl("http://127.0.0.1:9/v1")
                                        .apiKey("upstream-key")
                                        .capability(io.llmrouter.api.Capability.TOOLS, false)));
    }

    private HttpResponse<String> ask(String model, String more) {
        return it.post("/v1/chat/completions", body(model, "hi", more));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude|claude-up|,\"n\":2|n",
                "claude|claude-up|,\"seed\":7|seed",
                "claude|claude-up|,\"logprobs\":true|logprobs",
                "claude|claude-up|,\"frequency_penalty\":0.5|frequency_penalty",
                "claude|claude-up|,\"stop\":[\" \"]|stop",
                "claude|claude-up|,\"x_new\":{\"a\":1}|x_new",
                "titan|amazon.titan|,\"n\":2|n",
                "titan|amazon.titan|,\"seed\":7|seed",
                "titan|amazon.titan|,\"response_format\":{\"type\":\"json_object\"}|response_format",
                "titan|amazon.titan|,\"presence_penalty\":1|presence_penalty",
                "fast|fast|,\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]|stop"
            })
    void whatTheModelCannotHonourIsLeftOutAndSaid(String model, String upstream, String more, String field) {
        for (String stream : new String[] {"", ",\"stream\":true"}) {
            HttpResponse<String> answer = ask(model, more + stream);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue(WARNINGS)).contains("unsupported: " + field);
            JsonNode sent = json(it.fake.requests(upstream).get(0).bodyText());
            assertThat(sent.has(field) && !field.equals("stop")).isFalse();
            assertThat(sent.path("stop").size()).isLessThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fast|,\"n\":2,\"seed\":7,\"logprobs\":true",
                "claude|,\"n\":1,\"logprobs\":false,\"frequency_penalty\":0,\"logit_bias\":null",
                "claude|,\"stop\":[\"END\"],\"max_completion_tokens\":5",
                "titan|,\"stop\":[\"END\"],\"max_completion_tokens\":5"
            })
    void whatIsHonouredOrAsksForNothingIsNotWarnedOf(String model, String more) {
        HttpResponse<String> answer = ask(model, more);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue(WARNINGS)).isEmpty();
    }

    @Test
    void dropLeavesOutSilently() {
        with(OnUnsupported.DROP);
        HttpResponse<String> answer = ask("claude", ",\"seed\":7");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue(WARNINGS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude|,\"seed\":7|seed",
                "titan|,\"n\":3|n",
                "toolless|,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]|tools"
            })
    void rejectRefusesBeforeAnyCall(String model, String more, String param) {
        with(OnUnsupported.REJECT);
        HttpResponse<String> answer = ask(model, more);
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = json(answer).get("error");
        assertThat(error.get("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.get("param").asString()).isEqualTo(param);
        assertThat(it.fake.requests()).isEmpty();
    }

    @Test
    void rejectStillRoutesToAModelThatCan() {
        with(OnUnsupported.REJECT);
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = ask("auto", ",\"n\":2,\"tools\":[]");
            assertThat(answer.headers().firstValue("x-llmrouter-model").orElse("none"))
                    .isIn("fast", "smart", "toolless", "none");
        }
        assertThat(it.fake.requests("claude-up")).isEmpty();
        assertThat(it.fake.requests("fast")).isNotEmpty();
    }

    @Test
    void aWrongFieldIsNamedAsItsParam() {
        assertThat(json(ask("fast", ",\"temperature\":\"hot\""))
                        .at("/error/param")
                        .asString())
                .isEqualTo("temperature");
        JsonNode error = json(it.post(
                "/v1/chat/completions", "{\"model\":\"fast\",\"messages\":[{\"role\":\"king\",\"content\":\"\"}]}"));
        assertThat(error.at("/error/param").asString()).isEqualTo("messages[0].role");
    }
}
