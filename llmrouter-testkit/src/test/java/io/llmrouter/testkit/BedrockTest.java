package io.llmrouter.testkit;

import static io.llmrouter.testkit.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.ToolChoice;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.api.Usage;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BedrockTest {
    private static final String ARN = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-x";

    private final FakeProvider fake = FakeProvider.start();
    private final Caller caller = new Caller(fake);

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void aPlainAnswerHasTextUsageAndStopReason() throws Exception {
        fake.script("claude", Answer.text("Hello you").usage(7, 2));
        JsonNode answer = converse("claude");
        assertThat(answer.at("/output/message/role").asString()).isEqualTo("assistant");
        assertThat(answer.at("/output/message/content/0/text").asString()).isEqualTo("Hello you");
        assertThat(answer.path("stopReason").asString()).isEqualTo("end_turn");
        assertThat(answer.path("usage")).isEqualTo(json("{\"inputTokens\":7,\"outputTokens\":2,\"totalTokens\":9}"));
        assertThat(answer.at("/metrics/latencyMs").isInt()).isTrue();
    }

    @Test
    void aPlainAnswerHasThinkingAndParallelToolCalls() throws Exception {
        fake.script(
                "claude",
                Answer.text("")
                        .thinking("hm", "sealed")
                        .toolCall("t1", "weather", "{\"city\":\"Bonn\"}")
                        .toolCall("t2", "clock", "{}"));
        JsonNode answer = converse("claude");
        assertThat(answer.at("/output/message/content")).isEqualTo(json("""
                        [{"reasoningContent":{"reasoningText":{"text":"hm","signature":"sealed"}}},
                         {"toolUse":{"toolUseId":"t1","name":"weather","input":{"city":"Bonn"}}},
                         {"toolUse":{"toolUseId":"t2","name":"clock","input":{}}}]"""));
        assertThat(answer.path("stopReason").asString()).isEqualTo("tool_use");
    }

    @Test
    void inputTokensLeaveOutTheCachedOnes() throws Exception {
        fake.script("claude", Answer.text("x").usage(new Usage(100, 5, 60, 30, 0, Usage.Source.REPORTED, null)));
        assertThat(converse("claude").path("usage")).isEqualTo(json("""
                        {"inputTokens":10,"outputTokens":5,"totalTokens":105,
                         "cacheReadInputTokens":60,"cacheWriteInputTokens":30}"""));
    }

    @Test
    void anAnswerWithoutUsageHasNone() throws Exception {
        fake.script("claude", Answer.text("x").noUsage().finish(FinishReason.LENGTH));
        JsonNode answer = converse("claude");
        assertThat(answer.has("usage")).isFalse();
        assertThat(answer.path("stopReason").asString()).isEqualTo("max_tokens");
    }

    @Test
    void aStreamOfTextBeginsGrowsAndEnds() throws Exception {
        fake.script("claude", Answer.text("").chunks("Grü", "ße 🎈").usage(3, 2));
        List<EventStreamReader.Message> events = stream("claude");
        assertThat(types(events))
                .containsExactly(
                        "messageStart",
                        "contentBlockDelta",
                        "contentBlockDelta",
                        "contentBlockStop",
                        "messageStop",
                        "metadata");
        assertThat(events)
                .allSatisfy(event -> assertThat(event.headers())
                        .containsEntry(":message-type", "event")
                        .containsEntry(":content-type", "application/json"));
        assertThat(events.get(0).json()).isEqualTo(json("{\"role\":\"assistant\"}"));
        assertThat(events.get(1).json()).isEqualTo(json("{\"delta\":{\"text\":\"Grü\"},\"contentBlockIndex\":0}"));
        assertThat(events.get(2).json()).isEqualTo(json("{\"delta\":{\"text\":\"ße 🎈\"},\"contentBlockIndex\":0}"));
        assertThat(events.get(3).json()).isEqualTo(json("{\"contentBlockIndex\":0}"));
        assertThat(events.get(4).json()).isEqualTo(json("{\"stopReason\":\"end_turn\"}"));
        assertThat(events.get(5).json().path("usage").path("totalTokens").asInt())
                .isEqualTo(5);
    }

    @Test
    void aStreamOfToolCallsNamesEachAndSendsItsArgumentsInPieces() throws Exception {
        fake.script(
                "claude",
                Answer.text("Let me")
                        .thinking("hm", "sealed")
                        .toolCall("t1", "weather", "{\"city\":\"Bonn\"}")
                        .toolCall("t2", "clock", "{}")
                        .toolArgumentChunks(6));
        List<EventStreamReader.Message> events = stream("claude");
        assertThat(types(events).stream().filter(type -> type.equals("contentBlockStop")))
                .hasSize(4);
        List<JsonNode> starts = payloads(events, "contentBlockStart");
        assertThat(starts)
                .containsExactly(
                        json(
                                "{\"start\":{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"weather\"}},\"contentBlockIndex\":2}"),
                        json(
                                "{\"start\":{\"toolUse\":{\"toolUseId\":\"t2\",\"name\":\"clock\"}},\"contentBlockIndex\":3}"));
        List<JsonNode> deltas = payloads(events, "contentBlockDelta");
        assertThat(deltas.get(0).at("/delta/reasoningContent/text").asString()).isEqualTo("hm");
        assertThat(deltas.get(1).at("/delta/reasoningContent/signature").asString())
                .isEqualTo("sealed");
        String arguments = deltas.stream()
                .filter(delta -> delta.path("contentBlockIndex").asInt() == 2)
                .map(delta -> delta.at("/delta/toolUse/input").asString())
                .collect(Collectors.joining("|"));
        assertThat(arguments).isEqualTo("{\"city|\":\"Bon|n\"}");
    }

    @Test
    void aModelIdThatIsAnArnIsDecoded() throws Exception {
        fake.script(ARN, Answer.text("profile"));
        assertThat(converse(ARN).at("/output/message/content/0/text").asString())
                .isEqualTo("profile");
        assertThat(fake.requests(ARN)).hasSize(1);
        assertThat(fake.requests().get(0).path()).contains("%3A").contains("%2F");
    }

    @Test
    void aRequestIsReadWithItsImagesToolsAndHistory() throws Exception {
        caller.post("/model/nova/converse", """
                {"system":[{"text":"Be kind"}],
                 "messages":[
                  {"role":"user","content":[{"text":"look"},{"image":{"format":"png","source":{"bytes":"QUJD"}}}]},
                  {"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"f","input":{"a":1}}}]},
                  {"role":"user","content":[
                    {"toolResult":{"toolUseId":"t1","status":"error","content":[{"text":"no"}]}},{"text":"go on"}]}],
                 "inferenceConfig":{"maxTokens":9,"temperature":0.5,"topP":0.25,"stopSequences":["END"]},
                 "toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"d","inputSchema":{"json":{"type":"object"}}}}],
                  "toolChoice":{"tool":{"name":"f"}}}}""");
        ChatRequest request = fake.requests("nova").get(0).request().orElseThrow();
        assertThat(request.messages()).hasSize(5);
        assertThat(request.messages().get(0).text()).isEqualTo("Be kind");
        assertThat(request.messages().get(1).content().get(1))
                .isEqualTo(Content.image(new byte[] {'A', 'B', 'C'}, "image/png"));
        assertThat(((AssistantMessage) request.messages().get(2))
                        .toolCalls()
                        .get(0)
                        .arguments())
                .isEqualTo("{\"a\":1}");
        assertThat(request.messages().get(3)).isEqualTo(ToolMessage.failed("t1", "no"));
        assertThat(request.lastUserText()).isEqualTo("go on");
        assertThat(request.maxTokens()).hasValue(9);
        assertThat(request.temperature()).hasValue(0.5);
        assertThat(request.topP()).hasValue(0.25);
        assertThat(request.stop()).containsExactly("END");
        assertThat(request.tools().get(0).parameters().text()).isEqualTo("{\"type\":\"object\"}");
        assertThat(request.toolChoice()).contains(ToolChoice.named("f"));
    }

    @Test
    void aRequestWithoutMessagesIsRefused() throws Exception {
        HttpResponse<byte[]> refused = caller.post("/model/claude/converse", "{\"messages\":[]}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("x-amzn-ErrorType")).contains("ValidationException");
        assertThat(Caller.json(refused.body()).path("message").asString()).contains("messages: expected at least one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            two turns of the user | alternate | {"messages":[<user>,<user>]}
            an answer first | start with a user message | {"messages":[<assistant>]}
            blank text | messages.0.content.0 is blank | {"messages":[{"role":"user","content":[{"text":" "}]}]}
            blank instructions | system.0 is blank | {"messages":[<user>],"system":[{"text":""}]}
            tools in the history alone | toolConfig field must be defined | {"messages":[<user>,<call>,<result>]}
            a call without its result | toolResult blocks at messages.2 | {"messages":[<user>,<call>,<user>],<tools>}
            a result without its call | toolResult blocks at messages.0 | {"messages":[<result>],<tools>}
            both kinds of sampling | cannot both | {"messages":[<user>],"inferenceConfig":{"temperature":1,"topP":1}}
            """)
    void whatConverseRefusesIsRefused(String what, String words, String request) throws Exception {
        String body = request.replace("<user>", turn("user", "{\"text\":\"hi\"}"))
                .replace("<assistant>", turn("assistant", "{\"text\":\"hi\"}"))
                .replace("<call>", turn("assistant", "{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"f\",\"input\":{}}}"))
                .replace("<result>", turn("user", "{\"toolResult\":{\"toolUseId\":\"t\",\"content\":[]}}"))
                .replace("<tools>", "\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"f\"}}]}");
        HttpResponse<byte[]> refused = caller.post("/model/claude/converse", body);
        assertThat(refused.statusCode()).as(what).isEqualTo(400);
        assertThat(Caller.json(refused.body()).path("message").asString()).contains(words);
    }

    private static String turn(String role, String block) {
        return "{\"role\":\"" + role + "\",\"content\":[" + block + "]}";
    }

    private JsonNode converse(String model) throws Exception {
        HttpResponse<byte[]> answer = caller.ask(WireKind.BEDROCK, model, false);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Caller.json(answer.body());
    }

    private List<EventStreamReader.Message> stream(String model) throws Exception {
        HttpResponse<byte[]> answer = caller.ask(WireKind.BEDROCK, model, true);
        assertThat(answer.headers().firstValue("content-type")).contains("application/vnd.amazon.eventstream");
        return EventStreamReader.read(answer.body());
    }

    private static List<String> types(List<EventStreamReader.Message> events) {
        return events.stream().map(EventStreamReader.Message::type).toList();
    }

    private static List<JsonNode> payloads(List<EventStreamReader.Message> events, String type) {
        return events.stream()
                .filter(event -> event.type().equals(type))
                .map(EventStreamReader.Message::json)
                .toList();
    }
}
