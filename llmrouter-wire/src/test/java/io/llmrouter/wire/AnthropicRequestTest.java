package io.llmrouter.wire;

import static io.llmrouter.wire.Wire.ANTHROPIC;
import static io.llmrouter.wire.Wire.OPENAI;
import static io.llmrouter.wire.Wire.request;
import static io.llmrouter.wire.Wire.resource;
import static io.llmrouter.wire.Wire.tree;
import static io.llmrouter.wire.Wire.utf8;
import static io.llmrouter.wire.Wire.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.SystemMessage;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.ToolChoice;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.api.error.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicRequestTest {

    @Test
    void aRequestGoesOnWithEveryFieldItCameWith() {
        byte[] body = resource("anthropic-request-full.json");
        ChatRequest request = ANTHROPIC.decodeRequest(body).request();
        assertThat(tree(ANTHROPIC.encodeRequest(request, "claude-sonnet-4-5", false)))
                .isEqualTo(tree(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"output_config\":{\"effort\":\"high\"}",
                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}",
                "\"output_config\":{\"effort\":\"low\",\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}",
                "\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"}",
                "\"metadata\":{\"user_id\":\"u\",\"more\":1}",
                "\"system\":\"plain\"",
                "\"cache_control\":{\"type\":\"ephemeral\"}"
            })
    void aFieldGoesOnAsItCame(String field) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + field + "}";
        assertThat(written(ANTHROPIC, request(ANTHROPIC, body))).isEqualTo(tree(body));
    }

    @Test
    void readsWhatTheApiCanSay() {
        ChatRequest request =
                ANTHROPIC.decodeRequest(resource("anthropic-request-full.json")).request();
        assertThat(request.messages().get(0)).isInstanceOf(SystemMessage.class);
        assertThat(request.messages().get(0).content()).contains(new Content.CachePoint(Duration.ofHours(1)));
        assertThat(request.messages()).hasSize(6);
        assertThat(request.messages().get(3)).isInstanceOf(ToolMessage.class);
        assertThat(((ToolMessage) request.messages().get(4)).error()).isTrue();
        assertThat(((AssistantMessage) request.messages().get(2)).toolCalls())
                .containsExactly(
                        new ToolCall("toolu_1", "get_weather", "{\"city\":\"Paris\",\"days\":1.50}"),
                        new ToolCall("toolu_2", "get_weather", "{}"));
        assertThat(request.parallelToolCalls()).contains(false);
        assertThat(request.toolChoice()).contains(ToolChoice.AUTO);
        assertThat(request.endUser()).contains("user-1");
        assertThat(request.reasoningEffort()).contains("low");
    }

    @Test
    void aRequestOfAnthropicReadsAsOneOfOpenAi() {
        ChatRequest request =
                ANTHROPIC.decodeRequest(resource("anthropic-request-full.json")).request();
        assertThat(written(OPENAI, request)).isEqualTo(tree(resource("anthropic-request-as-openai.json")));
    }

    @Test
    void aRequestOfOpenAiReadsAsOneOfAnthropic() {
        ChatRequest request =
                OPENAI.decodeRequest(resource("openai-request-full.json")).request();
        assertThat(tree(ANTHROPIC.encodeRequest(request, "claude-opus-4-6", true)))
                .isEqualTo(tree(resource("openai-request-as-anthropic.json")));
    }

    @Test
    void resultsOfOneTurnsCallsComeTogetherInOrderAndTurnsAlternate() {
        ChatRequest request = ChatRequest.builder()
                .user("a")
                .user("b")
                .message(new AssistantMessage(List.of(new ToolCall("1", "f", "{}"), new ToolCall("2", "g", ""))))
                .toolResult("1", "one")
                .message(ToolMessage.failed("2", "two"))
                .system("late")
                .user("c")
                .assistant("pre ")
                .build();
        var out = written(ANTHROPIC, request);
        assertThat(out.path("system").stringValue()).isEqualTo("late");
        assertThat(out.path("messages"))
                .isEqualTo(tree(
                        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},"
                                + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"1\",\"name\":\"f\",\"input\":{}},"
                                + "{\"type\":\"tool_use\",\"id\":\"2\",\"name\":\"g\",\"input\":{}}]},"
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"1\",\"content\":\"one\"},"
                                + "{\"type\":\"tool_result\",\"tool_use_id\":\"2\",\"content\":\"two\",\"is_error\":true},"
                                + "{\"type\":\"text\",\"text\":\"c\"}]},"
                                + "{\"role\":\"assistant\",\"content\":\"pre\"}]"));
        assertThat(out.path("max_tokens").intValue()).isEqualTo(4096);
    }

    @Test
    void aCachePointMarksTheBlockBeforeIt() {
        ChatRequest request = ChatRequest.builder()
                .message(new SystemMessage(List.of(Content.text("s"), Content.cachePoint())))
                .user(Content.text("a"), new Content.CachePoint(Duration.ofHours(1)), Content.text("b"))
                .build();
        var out = written(ANTHROPIC, request);
        assertThat(out.path("system"))
                .isEqualTo(tree("[{\"type\":\"text\",\"text\":\"s\",\"cache_control\":{\"type\":\"ephemeral\"}}]"));
        assertThat(out.path("messages").path(0).path("content"))
                .isEqualTo(tree(
                        "[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}},"
                                + "{\"type\":\"text\",\"text\":\"b\"}]"));
        assertThat(written(OPENAI, request).toString()).doesNotContain("cache");
    }

    @Test
    void blankTextAndUnsealedThinkingAreLeftOut() {
        ChatRequest request = ChatRequest.builder()
                .user(Content.text(" \n"), Content.text("x"))
                .message(new AssistantMessage(
                        List.of(new Content.Thinking("hm", null, null), Content.text(""), Content.text("y"))))
                .user("z")
                .build();
        assertThat(written(ANTHROPIC, request).path("messages"))
                .isEqualTo(tree("[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"y\"},"
                        + "{\"role\":\"user\",\"content\":\"z\"}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-sonnet-4-5-20250929 | low | 10000 | {\"type\":\"enabled\",\"budget_tokens\":2048} | ",
                "claude-3-7-sonnet-20250219 | high | 10000 | {\"type\":\"enabled\",\"budget_tokens\":5000} | ",
                "claude-opus-4-20250514 | medium | 900 | | ",
                "claude-opus-4-6 | high | 10000 | {\"type\":\"adaptive\"} | {\"effort\":\"high\"}",
                "claude-sonnet-5 | minimal | 10000 | {\"type\":\"adaptive\"} | {\"effort\":\"low\"}",
                "other-server-model | medium | 100000 | {\"type\":\"enabled\",\"budget_tokens\":8192} | ",
                "claude-opus-4-6 | none | 10000 | | ",
            })
    void anEffortBecomesWhatTheModelUnderstands(
            String model, String effort, int maxTokens, String thinking, String outputConfig) {
        ChatRequest request = ChatRequest.of("x").toBuilder()
                .reasoningEffort(effort)
                .maxTokens(maxTokens)
                .temperature(0.2)
                .build();
        var out = tree(ANTHROPIC.encodeRequest(request, model, false));
        assertThat(out.get("thinking")).isEqualTo(thinking == null ? null : tree(thinking));
        assertThat(out.get("output_config")).isEqualTo(outputConfig == null ? null : tree(outputConfig));
        assertThat(out.has("temperature")).isEqualTo(thinking == null);
    }

    @Test
    void aBudgetForThinkingComesOnTopOfTheDefaultLimit() {
        ChatRequest request =
                ChatRequest.of("x").toBuilder().reasoningEffort("high").build();
        var out = tree(ANTHROPIC.encodeRequest(request, "claude-sonnet-4-5", false));
        assertThat(out.path("max_tokens").intValue()).isEqualTo(4_096 + 16_384);
    }

    @Test
    void aSchemaForTheAnswerBecomesItsOutputFormatAndAnyJsonAnInstruction() {
        ChatRequest schema = ChatRequest.of("x").toBuilder()
                .responseFormat(ResponseFormat.jsonSchema("n", "{\"type\":\"object\"}"))
                .build();
        assertThat(written(ANTHROPIC, schema).path("output_config"))
                .isEqualTo(tree("{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}"));
        ChatRequest any = ChatRequest.of("x").toBuilder()
                .responseFormat(new ResponseFormat.JsonObject())
                .build();
        assertThat(written(ANTHROPIC, any).path("system").path(0).path("text").stringValue())
                .contains("JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUTO | | {\"type\":\"auto\"}",
                "NONE | false | {\"type\":\"none\"}",
                "REQUIRED | false | {\"type\":\"any\",\"disable_parallel_tool_use\":true}",
                "NAMED | true | {\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":false}",
                "| false | {\"type\":\"auto\",\"disable_parallel_tool_use\":true}",
            })
    void toolChoices(ToolChoice.Mode mode, Boolean parallel, String expected) {
        ToolChoice choice = mode == null
                ? null
                : mode == ToolChoice.Mode.NAMED ? ToolChoice.named("f") : new ToolChoice(mode, null);
        ChatRequest request = ChatRequest.of("x").toBuilder()
                .tools(Tool.of("f", "", "{}"))
                .toolChoice(choice)
                .parallelToolCalls(parallel)
                .build();
        var out = written(ANTHROPIC, request);
        assertThat(out.path("tool_choice")).isEqualTo(tree(expected));
        assertThat(out.path("tools").path(0).path("input_schema")).isEqualTo(tree("{\"type\":\"object\"}"));
    }

    @Test
    void audioIsRefusedRatherThanLost() {
        ChatRequest request = ChatRequest.builder()
                .user(Content.audio(new byte[] {1}, "audio/wav"))
                .build();
        assertThatThrownBy(() -> ANTHROPIC.encodeRequest(request, "m", false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("messages[0].content[0]")
                .hasMessageContaining("found audio");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]} | messages[0].role: expected user, assistant",
                "{\"messages\":[{\"role\":\"user\"}]} | messages[0].content: expected text or a list of blocks, found nothing",
                "{\"messages\":[{\"role\":\"user\",\"content\":[1]}]} | messages[0].content[0]: expected a block, found a number",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]} | messages[0].content[0].text: expected text",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]} | messages[0].content[0].source: expected an object",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}]} | messages[0].content[0].tool_use_id: expected text",
                "{\"system\":4,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | system: expected text or a list of blocks, found a number",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"input_schema\":{}}]} | tools[0].name: expected text, found nothing",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tool_choice\":\"auto\"} | tool_choice: expected an object, found text",
            })
    void refusesWhatIsNoRequestAndNamesTheField(String body, String message) {
        assertThatThrownBy(() -> ANTHROPIC.decodeRequest(utf8(body)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }
}
