package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class InfoEndpointsTest {
    private static ServerFixture it;

    @BeforeAll
    static void start() {
        it = new ServerFixture();
    }

    @AfterAll
    static void close() {
        it.close();
    }

    @Test
    void modelsAreListedInOrderWithAutoLast() {
        JsonNode list = json(it.get("/v1/models"));
        assertThat(list.at("/object").asString()).isEqualTo("list");
        assertThat(list.get("data").values().stream()
                        .map(model -> model.get("id").asString()))
                .containsExactly("fast", "smart", "claude", "titan", "embed", "auto");
        assertThat(list.at("/data/0/object").asString()).isEqualTo("model");
        assertThat(list.at("/data/0/owned_by").asString()).isEqualTo("openai");
        assertThat(list.at("/data/0/description").asString()).isEqualTo("quick");
    }

    @Test
    void oneModelIsDescribed() {
        assertThat(json(it.get("/v1/models/fast")).at("/id").asString()).isEqualTo("fast");
        assertThat(json(it.get("/v1/models/auto")).at("/id").asString()).isEqualTo("auto");
        HttpResponse<String> unknown = it.get("/v1/models/nobody");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).at("/error/code").asString()).isEqualTo("model_not_found");
        assertThat(it.get("/v1/models/f%61st").statusCode()).isEqualTo(200);
    }

    @Test
    void theServerTellsOfItself() {
        assertThat(json(it.get("/")).at("/endpoints/chat").asString()).isEqualTo("POST /v1/chat/completions");
        assertThat(json(it.get("/health")).at("/status").asString()).isEqualTo("ok");
        assertThat(json(it.get("/ready")).at("/ready").asBoolean()).isTrue();
        JsonNode routers = json(it.get("/routers"));
        assertThat(routers.at("/current").asString()).isEqualTo("round_robin");
        assertThat(routers.get("available_routers").toString()).contains("\"rules\"", "\"llm\"");
    }

    @Test
    void browsersGetAPageThatLoadsNothingFromElsewhere() {
        HttpResponse<String> page = it.get("/", "accept", "text/html,application/xhtml+xml");
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(page.body()).contains("<title>LLMRouter</title>").doesNotContain("http://", "https://", "innerHTML");
    }

    @Test
    void aDecisionIsToldWithoutACall() {
        int before = it.fake.requests().size();
        JsonNode decision = json(it.post("/v1/route", body("auto", "hi", "")));
        assertThat(decision.at("/strategy").asString()).isEqualTo("round_robin");
        assertThat(decision.at("/model").asString()).isIn("fast", "smart", "claude", "titan");
        assertThat(decision.get("candidates").size()).isEqualTo(4);
        assertThat(it.fake.requests()).hasSize(before);
    }

    @Test
    void metricsCountRequestsTokensAndCost() {
        it.fake.script("fast", Answer.text("Hello").usage(1_000_000, 500_000));
        it.chat("fast", "hi");
        HttpResponse<String> metrics = it.get("/metrics");
        assertThat(metrics.headers().firstValue("content-type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body())
                .contains("llmrouter_requests_total{endpoint=\"/v1/chat/completions\",status=\"200\"} 1.0")
                .contains("llmrouter_tokens_total{direction=\"input\",model=\"fast\"} 1000000.0")
                .contains("llmrouter_cost_usd_total{model=\"fast\"} 2.0")
                .contains("llmrouter_request_duration_seconds_bucket")
                .contains("llmrouter_model_state{model=\"fast\",state=\"healthy\"} 1.0")
                .contains("llmrouter_model_state{model=\"fast\",state=\"open\"} 0.0");
    }

    @Test
    void whatIsNotThereAndWhatMayNotBeAskedSoAreErrorsInOpenAisShape() {
        HttpResponse<String> unknown = it.get("/v1/nothing?x=1");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).at("/error/type").asString()).isEqualTo("invalid_request_error");
        assertThat(json(unknown).at("/error/message").asString()).contains("GET /v1/nothing");
        HttpResponse<String> wrong = it.get("/v1/chat/completions");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("allow")).contains("POST");
        assertThat(it.get("/v1/chat/ws").statusCode()).isEqualTo(426);
    }

    @Test
    void headTellsTheHeadOnly() {
        HttpResponse<String> head = it.send("HEAD", "/health");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
    }
}
