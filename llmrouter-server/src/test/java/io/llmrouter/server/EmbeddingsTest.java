package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.EmbeddingRequest;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EmbeddingsTest {
    private final ServerFixture it = fixture(List.of());

    private ServerFixture fixture(List<ServeConfig.ClientKey> keys) {
        return new ServerFixture(
                config -> config.with(new ServeConfig.Access(keys, false, List.of())),
                router -> router.set("resilience.max_retries", 1));
    }

    @AfterEach
    void close() {
        it.close();
    }

    private HttpResponse<String> ask(String model, String input, String more) {
        return it.post("/v1/embeddings", "{\"model\":\"" + model + "\",\"input\":" + input + more + "}");
    }

    private JsonNode sent() {
        return json(it.fake.requests("embed-up").get(0).bodyText());
    }

    @Test
    void textsBecomeVectorsUnderTheConfiguredName() {
        HttpResponse<String> answer = ask("embed", "[\"a cat\",\"a dog\"]", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode json = json(answer);
        assertThat(json.at("/object").asString()).isEqualTo("list");
        assertThat(json.at("/model").asString()).isEqualTo("embed");
        assertThat(json.at("/data").size()).isEqualTo(2);
        assertThat(json.at("/data/1/index").asInt()).isEqualTo(1);
        assertThat(json.at("/data/1/object").asString()).isEqualTo("embedding");
        assertThat(json.at("/data/0/embedding").size()).isEqualTo(16);
        assertThat(json.at("/usage/prompt_tokens").asInt()).isPositive();
        assertThat(answer.headers().firstValue("x-llmrouter-model")).contains("embed");
        assertThat(answer.headers().firstValue("x-llmrouter-cost-usd").orElse(""))
                .matches("0\\.0000\\d+");
        assertThat(it.get("/metrics").body()).contains("llmrouter_tokens_total{direction=\"input\",model=\"embed\"}");
    }

    @Test
    void base64HoldsTheSameNumbersAsFloats() {
        JsonNode floats = json(ask("embed", "\"a cat sat\"", "")).at("/data/0/embedding");
        String base64 = json(ask("embed", "\"a cat sat\"", ",\"encoding_format\":\"base64\""))
                .at("/data/0/embedding")
                .asString();
        var numbers = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        assertThat(numbers.remaining()).isEqualTo(floats.size());
        for (int i = 0; i < floats.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(floats.get(i).floatValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2,3]", "[[1,2],[3]]"})
    void tokensAndFurtherFieldsReachTheProvider(String input) {
        HttpResponse<String> answer = ask("embed", input, ",\"dimensions\":8,\"user\":\"u\",\"input_type\":\"query\"");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(sent().at("/input/0/0").asInt()).isEqualTo(1);
        assertThat(sent().at("/dimensions").asInt()).isEqualTo(8);
        assertThat(sent().at("/user").asString()).isEqualTo("u");
        assertThat(sent().at("/input_type").asString()).isEqualTo("query");
        assertThat(sent().at("/model").asString()).isEqualTo("embed-up");
    }

    @Test
    void configuredDimensionsHoldWhereTheRequestSaysNone() {
        ask("embed", "\"x\"", "");
        assertThat(sent().at("/dimensions").asInt()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"embed\"|7|input",
                "\"embed\"|[]|input",
                "\"embed\"|[\"a\",1]|input[1]",
                "\"embed\"|[[1,\"a\"]]|input[0][1]",
                "\"embed\"|[1.5]|input[0]",
                "7|\"a\"|model"
            })
    void aWrongRequestIsToldItsField(String model, String input, String param) {
        HttpResponse<String> answer = it.post("/v1/embeddings", "{\"model\":" + model + ",\"input\":" + input + "}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error/type").asString()).isEqualTo("invalid_request_error");
        assertThat(json(answer).at("/error/param").asString()).isEqualTo(param);
        assertThat(it.fake.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "fast"})
    void aModelThatIsNoEmbeddingModelIsNotFound(String model) {
        HttpResponse<String> answer = ask(model, "\"x\"", "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).at("/error/code").asString()).isEqualTo("model_not_found");
    }

    @Test
    void embeddingModelsAreListedAndCannotChat() {
        assertThat(it.get("/v1/models").body()).contains("\"id\":\"embed\"");
        assertThat(it.get("/v1/models/embed").statusCode()).isEqualTo(200);
        assertThat(it.chat("embed", "hi").statusCode()).isEqualTo(404);
    }

    @Test
    void aFailedAttemptIsRepeated() {
        it.fake.script("embed-up", Answer.fault(Fault.status(503)), Answer.echo());
        HttpResponse<String> answer = ask("embed", "\"x\"", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-llmrouter-attempts")).contains("2");
    }

    @ParameterizedTest
    @CsvSource({"400,400,1", "429,429,2", "500,500,2"})
    void aProvidersErrorHasItsStatus(int upstream, int status, int attempts) {
        it.fake.script("embed-up", Answer.fault(Fault.status(upstream)));
        HttpResponse<String> answer = ask("embed", "\"x\"", "");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).at("/error/message").asString()).isNotBlank();
        assertThat(it.fake.requests("embed-up")).hasSize(attempts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "garbage", "empty"})
    void somethingElseThanVectorsIsABadAnswer(String fault) {
        Fault what = fault.equals("html") ? Fault.html() : fault.equals("empty") ? Fault.emptyBody() : Fault.garbage();
        it.fake.script("embed-up", Answer.fault(what));
        assertThat(ask("embed", "\"x\"", "").statusCode()).isEqualTo(502);
    }

    @Test
    void aRefusedKeyIsToldWithItsSetting() {
        it.fake.script("embed-up", Answer.fault(Fault.status(401)));
        HttpResponse<String> answer = ask("embed", "\"x\"", "");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(json(answer).at("/error/message").asString()).contains("embeddings.embed");
    }

    @Test
    void theLibraryAsksTheSameModel() {
        EmbeddingResponse answer =
                it.router.embeddingModel("embed").orElseThrow().embed(List.of("one", "two", "three"));
        assertThat(answer.vectors()).hasSize(3);
        assertThat(answer.model()).isEqualTo("embed");
        assertThat(answer.routing().attempts()).hasSize(1);
        assertThat(it.router.embeddingModels()).hasSize(1);
    }

    @Test
    void aDeadlineEndsTheCallAndItsSocket() throws InterruptedException {
        it.fake.script("embed-up", Answer.fault(Fault.silence()));
        EmbeddingRequest request = EmbeddingRequest.builder()
                .texts(List.of("x"))
                .deadline(Duration.ofMillis(200))
                .build();
        assertThatThrownBy(() -> it.router.embeddingModel("embed").orElseThrow().embed(request))
                .isInstanceOf(DeadlineException.Call.class)
                .satisfies(error ->
                        assertThat(((LlmRouterException) error).attempts()).hasSize(1));
        assertThat(it.fake.requests("embed-up").get(0).awaitCallerLeft(Duration.ofSeconds(5)))
                .isTrue();
    }

    @Test
    void aKeyThatMayNotUseTheModelIsRefused() {
        var key = new ServeConfig.ClientKey(
                "bob", "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", List.of("fast"), null);
        try (ServerFixture keyed = fixture(List.of(key))) {
            HttpResponse<String> answer = keyed.post(
                    "/v1/embeddings", "{\"model\":\"embed\",\"input\":\"x\"}", "authorization", "Bearer password");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(keyed.get("/v1/models", "authorization", "Bearer password")
                            .body())
                    .doesNotContain("\"embed\"");
        }
    }

    @Test
    void aProviderWithoutEmbeddingsIsAProblemOfTheConfiguration() {
        assertThatThrownBy(() -> LlmRouter.builder()
                        .model("fast", model -> model.provider("ollama"))
                        .embedding("embed", model -> model.provider("anthropic").apiKey("upstream-key"))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("embeddings");
    }
}
