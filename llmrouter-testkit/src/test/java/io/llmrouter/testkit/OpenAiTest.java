package io.llmrouter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.FinishReason;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenAiTest {
    private final FakeProvider fake = FakeProvider.start();
    private final Caller caller = new Caller(fake);

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void aPlainAnswerHasTextUsageAndFinishReason() throws Exception {
        fake.script("gpt-x", Answer.text("Hello you").usage(7, 2).finish(FinishReason.LENGTH));
        HttpResponse<byte[]> answer = caller.ask(WireKind.OPENAI, "gpt-x", false);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        JsonNode json = Caller.json(answer.body());
        assertThat(json.path("object").asString()).isEqualTo("chat.completion");
        assertThat(json.path("model").asString()).isEqualTo("gpt-x");
        assertThat(json.path("id").asString()).startsWith("chatcmpl-");
        assertThat(json.at("/choices/0/message/role").asString()).isEqualTo("assistant");
        assertThat(json.at("/choices/0/message/content").asString()).isEqualTo("Hello you");
        assertThat(json.at("/choices/0/finish_reason").asString()).isEqualTo("length");
        assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo(7);
        assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(2);
        assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void aPlainAnswerHasParallelToolCalls() throws Exception {
        fake.script(
                "gpt-x",
                Answer.text("").toolCall("c1", "weather", "{\"city\":\"Bonn\"}").toolCall("c2", "clock", "{}"));
        JsonNode json = Caller.json(caller.ask(WireKind.OPENAI, "gpt-x", false).body());
        assertThat(json.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        JsonNode calls = json.at("/choices/0/message/tool_calls");
        assertThat(calls.size()).isEqualTo(2);
        assertThat(calls.at("/0/id").asString()).isEqualTo("c1");
        assertThat(calls.at("/0/function/arguments").asString()).isEqualTo("{\"city\":\"Bonn\"}");
        assertThat(calls.at("/1/function/name").asString()).isEqualTo("clock");
    }

    @Test
    void aStreamKeepsItsPiecesAndEndsWithUsageAndDone() throws Exception {
        fake.script("gpt-x", Answer.text("").chunks("Grü", "ße 🎈", " end").usage(3, 4));
        List<String> data = stream("gpt-x");
        assertThat(data.get(data.size() - 1)).isEqualTo("[DONE]");
        List<JsonNode> chunks = json(data);
        assertThat(chunks)
                .extracting(chunk -> chunk.at("/choices/0/delta/content").asString(""))
                .filteredOn(text -> !text.isEmpty())
                .containsExactly("Grü", "ße 🎈", " end");
        assertThat(chunks)
                .anySatisfy(
                        chunk -> assertThat(chunk.at("/choices/0/finish_reason").asString(""))
                                .isEqualTo("stop"));
        assertThat(chunks.get(chunks.size() - 1).at("/usage/total_tokens").asInt())
                .isEqualTo(7);
    }

    @Test
    void aStreamReportsUsageOnlyIfAsked() throws Exception {
        HttpResponse<byte[]> answer = caller.post("/v1/chat/completions", """
                {"model":"gpt-x","stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("[DONE]")
                .doesNotContain("usage\":{");
    }

    @Test
    void aStreamedToolCallNamesItselfOnceAndSendsItsArgumentsInPieces() throws Exception {
        fake.script(
                "gpt-x",
                Answer.text("").toolCall("c1", "f", "{\"city\":\"Bonn\"}").toolArgumentChunks(6));
        List<JsonNode> calls = json(stream("gpt-x")).stream()
                .map(chunk -> chunk.at("/choices/0/delta/tool_calls/0"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(calls).extracting(call -> call.path("id").asString("")).containsExactly("c1", "", "", "");
        assertThat(calls)
                .extracting(call -> call.at("/function/arguments").asString(""))
                .containsExactly("", "{\"city", "\":\"Bon", "n\"}");
    }

    @Test
    void everyEventIsAnHttpChunkOfItsOwnUnlessSliced() throws Exception {
        fake.script("gpt-x", Answer.text("").chunks("🎈"));
        fake.script("cut", Answer.text("").chunks("🎈").writeSize(1));
        try (var client = new RawClient(fake)) {
            Seen whole = client.ask(WireKind.OPENAI, "gpt-x", true, "Connection: close")
                    .readToEnd();
            assertThat(whole.bodyText()).contains("🎈");
            assertThat(whole.text()).doesNotContain("\r\n1\r\n");
        }
        try (var client = new RawClient(fake)) {
            Seen cut = client.ask(WireKind.OPENAI, "cut", true, "Connection: close")
                    .readToEnd();
            assertThat(cut.bodyText()).contains("🎈");
            assertThat(cut.text().split("\r\n1\r\n", -1)).hasSizeGreaterThanOrEqualTo(cut.body().length);
        }
    }

    @Test
    void aRequestThatIsNoneIsRefusedInTheFormat() throws Exception {
        HttpResponse<byte[]> refused = caller.post("/v1/chat/completions", "{\"model\":\"gpt-x\"");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Caller.json(refused.body()).at("/error/type").asString()).isEqualTo("invalid_request_error");
        assertThat(fake.requests().get(0).request()).isEmpty();
    }

    @Test
    void modelsWithAScriptAreListed() throws Exception {
        fake.script("b", Answer.text("x")).script("a", Answer.text("y"));
        JsonNode list = Caller.json(caller.get("/v1/models").body());
        assertThat(list.path("data"))
                .extracting(model -> model.path("id").asString())
                .containsExactly("a", "b");
    }

    @Test
    void anUnknownPathIs404InTheFormat() throws Exception {
        HttpResponse<String> answer = caller.get("/v1/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Caller.json(answer.body()).at("/error/message").asString()).contains("GET /v1/nothing");
    }

    @Test
    void embeddingsAreTheSameForTheSameTextAndNearForSharedWords() throws Exception {
        JsonNode answer = Caller.json(caller.post("/v1/embeddings", """
                        {"model":"e","input":["red apple pie","red apple pie","red apple tart"]}""").body());
        List<double[]> vectors = new ArrayList<>();
        answer.path("data").forEach(item -> vectors.add(numbers(item.path("embedding"))));
        assertThat(vectors.get(0)).isEqualTo(vectors.get(1)).hasSize(SideEndpoints.DIMENSIONS);
        assertThat(dot(vectors.get(0), vectors.get(1))).isBetween(0.999, 1.001);
        assertThat(dot(vectors.get(0), vectors.get(2))).isBetween(0.5, 0.999);
        assertThat(fake.requests("e")).hasSize(1);
    }

    @Test
    void embeddingsOfNothingAreRefused() throws Exception {
        assertThat(caller.post("/v1/embeddings", "{\"model\":\"e\"}").statusCode())
                .isEqualTo(400);
        assertThat(caller.post("/v1/embeddings", "nothing").statusCode()).isEqualTo(400);
    }

    private List<String> stream(String model) throws Exception {
        HttpResponse<byte[]> answer = caller.ask(WireKind.OPENAI, model, true);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        return new String(answer.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    private static List<JsonNode> json(List<String> data) {
        return data.stream()
                .filter(text -> !text.equals("[DONE]"))
                .map(Caller::json)
                .toList();
    }

    private static double[] numbers(JsonNode array) {
        var numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
