package io.llmrouter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AnthropicTest {
    private final FakeProvider fake = FakeProvider.start();
    private final Caller caller = new Caller(fake);

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void aPlainAnswerHasThinkingTextAToolCallAndUsage() throws Exception {
        fake.script(
                "claude",
                Answer.text("Hello you")
                        .thinking("hm", "sealed")
                        .toolCall("t1", "weather", "{\"city\":\"Bonn\"}")
                        .usage(7, 2));
        JsonNode json =
                Caller.json(caller.ask(WireKind.ANTHROPIC, "claude", false).body());
        assertThat(json.path("type").asString()).isEqualTo("message");
        assertThat(json.path("id").asString()).startsWith("msg_");
        assertThat(json.path("model").asString()).isEqualTo("claude");
        assertThat(json.path("stop_reason").asString()).isEqualTo("tool_use");
        assertThat(json.at("/content/0/thinking").asString()).isEqualTo("hm");
        assertThat(json.at("/content/0/signature").asString()).isEqualTo("sealed");
        assertThat(json.at("/content/1/text").asString()).isEqualTo("Hello you");
        assertThat(json.at("/content/2/input/city").asString()).isEqualTo("Bonn");
        assertThat(json.at("/usage/input_tokens").asInt()).isEqualTo(7);
        assertThat(json.at("/usage/output_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void aStreamHasBlocksThatBeginGrowAndEnd() throws Exception {
        fake.script(
                "claude",
                Answer.text("")
                        .chunks("Grü", "ße 🎈")
                        .toolCall("t1", "weather", "{\"city\":\"Bonn\"}")
                        .toolArgumentChunks(6)
                        .usage(3, 4));
        HttpResponse<byte[]> answer = caller.ask(WireKind.ANTHROPIC, "claude", true);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        List<JsonNode> events = events(new String(answer.body(), StandardCharsets.UTF_8));
        assertThat(events.get(0).path("type").asString()).isEqualTo("message_start");
        assertThat(events.get(events.size() - 1).path("type").asString()).isEqualTo("message_stop");
        assertThat(deltas(events, "text")).isEqualTo("Grü|ße 🎈");
        assertThat(deltas(events, "partial_json")).isEqualTo("{\"city|\":\"Bon|n\"}");
        assertThat(events)
                .filteredOn(event -> event.path("type").asString().equals("content_block_start"))
                .hasSize(2);
        assertThat(events)
                .filteredOn(event -> event.path("type").asString().equals("content_block_stop"))
                .hasSize(2);
        JsonNode end = events.get(events.size() - 2);
        assertThat(end.at("/delta/stop_reason").asString()).isEqualTo("tool_use");
        assertThat(end.at("/usage/output_tokens").asInt()).isEqualTo(4);
    }

    @Test
    void aRequestThatIsNoneIsRefusedInTheFormat() throws Exception {
        HttpResponse<byte[]> refused = caller.post("/v1/messages", "[]");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Caller.json(refused.body()).at("/error/type").asString()).isEqualTo("invalid_request_error");
    }

    /** Each event's data; its type stands in both lines. */
    private static List<JsonNode> events(String stream) {
        var events = new ArrayList<JsonNode>();
        for (String event : stream.split("\n\n", -1)) {
            if (!event.isBlank()) {
                List<String> lines = event.lines().toList();
                JsonNode data = Caller.json(lines.get(1).substring("data: ".length()));
                assertThat(lines.get(0)).isEqualTo("event: " + data.path("type").asString());
                events.add(data);
            }
        }
        return events;
    }

    /** The pieces of one kind that are not empty. */
    private static String deltas(List<JsonNode> events, String field) {
        return events.stream()
                .map(event -> event.path("delta").path(field).asString(""))
                .filter(piece -> !piece.isEmpty())
                .collect(Collectors.joining("|"));
    }
}
