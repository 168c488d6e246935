package io.llmrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.SystemMessage;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.ToolChoice;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.api.UserMessage;
import io.llmrouter.api.error.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatType;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;

class ConverseRequestsTest {
    private static final Tool FIND =
            Tool.of("find", "Finds.", "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}}}");

    private static List<String> outline(ConverseRequest request) {
        return request.messages().stream()
                .map(message -> message.roleAsString()
                        + message.content().stream()
                                .map(ConverseRequestsTest::outline)
                                .toList())
                .toList();
    }

    private static String outline(ContentBlock block) {
        return switch (block.type()) {
            case TEXT -> block.text();
            case TOOL_USE -> "call " + block.toolUse().toolUseId();
            case TOOL_RESULT -> "result " + block.toolResult().toolUseId();
            case CACHE_POINT -> "cache " + block.cachePoint().ttlAsString();
            case REASONING_CONTENT -> "thinking";
            default -> block.type().toString();
        };
    }

    @Test
    void allSystemPromptsGoFirstInOrderAndDevelopersCount() {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .system("one")
                .user("Hi")
                .message(new SystemMessage(List.of(Content.text("two")), true, Extras.NONE))
                .system("  ")
                .build());
        assertThat(request.system()).extracting(block -> block.text()).containsExactly("one", "two");
        assertThat(outline(request)).containsExactly("user[Hi]");
    }

    @Test
    void turnsAlternateAndBlankOnesVanish() {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .user("a")
                .user("b")
                .assistant("  \n")
                .user("c")
                .assistant("d")
                .assistant("e")
                .user("f")
                .build());
        assertThat(outline(request)).containsExactly("user[a, b, c]", "assistant[d, e]", "user[f]");
    }

    @Test
    void aHistoryThatBeginsWithTheModelGetsAUserTurn() {
        ConverseRequest request = TestModels.converse(
                ChatRequest.builder().assistant("Hello").user("Hi").build());
        assertThat(outline(request)).containsExactly("user[Continue.]", "assistant[Hello]", "user[Hi]");
    }

    @Test
    void aRequestWithoutAWordIsRefusedWithARemedy() {
        assertThatThrownBy(() -> TestModels.converse(
                        ChatRequest.builder().system("s").user(" ").build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Add a user message");
    }

    @Test
    void aPrefillLosesItsTrailingWhiteSpace() {
        ConverseRequest request = TestModels.converse(
                ChatRequest.builder().user("Hi").assistant("Hello, \n").build());
        assertThat(outline(request)).containsExactly("user[Hi]", "assistant[Hello,]");
    }

    @Test
    void theResultsOfOneTurnGoTogetherAndFirst() {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .user("Go")
                .message(new AssistantMessage(List.of(
                        Content.text("I look."),
                        new ToolCall("t1", "find", "{\"q\":1}"),
                        new ToolCall("t2", "now", ""))))
                .toolResult("t1", "found")
                .user("and?")
                .message(ToolMessage.failed("t2", "broken"))
                .tools(FIND)
                .build());
        assertThat(outline(request))
                .containsExactly(
                        "user[Go]", "assistant[I look., call t1, call t2]", "user[result t1, result t2, and?]");
        ContentBlock failed = request.messages().get(2).content().get(1);
        assertThat(failed.toolResult().status()).isEqualTo(ToolResultStatus.ERROR);
        assertThat(failed.toolResult().content().get(0).text()).isEqualTo("broken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"q\":1} | {\"q\":1}",
                "'' | {}",
                "{\"q\": | {\"arguments\":\"{\\\"q\\\":\"}",
                "[1] | {\"arguments\":\"[1]\"}",
                "{}{} | {\"arguments\":\"{}{}\"}"
            })
    void argumentsOfTheHistoryBecomeAnObject(String arguments, String expected) {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .user("Go")
                .message(new AssistantMessage(List.of(new ToolCall("t1", "find", arguments))))
                .toolResult("t1", "x")
                .build());
        Document input = request.messages().get(1).content().get(0).toolUse().input();
        assertThat(Documents.toJson(input)).isEqualTo(expected);
    }

    @Test
    void idsThatBedrockRefusesAreReplacedInTheCallAndItsResult() {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .user("Go")
                .message(new AssistantMessage(List.of(new ToolCall("call|1 ü", "find", "{}"))))
                .toolResult("call|1 ü", " ")
                .build());
        String id = request.messages().get(1).content().get(0).toolUse().toolUseId();
        assertThat(id).matches("[a-zA-Z0-9_.:-]{1,64}");
        var result = request.messages().get(2).content().get(0).toolResult();
        assertThat(result.toolUseId()).isEqualTo(id);
        assertThat(result.content().get(0).text()).isNotBlank();
    }

    @Test
    void toolsKeepTheirSchemaAndTheChoice() {
        ConverseRequest any = TestModels.converse(ChatRequest.builder()
                .user("Go")
                .tools(FIND, Tool.of("now", "", "{}"))
                .toolChoice(ToolChoice.REQUIRED)
                .build());
        var spec = any.toolConfig().tools().get(0).toolSpec();
        assertThat(spec.name()).isEqualTo("find");
        assertThat(spec.description()).isEqualTo("Finds.");
        assertThat(Documents.toJson(spec.inputSchema().json()))
                .isEqualTo(FIND.parameters().text());
        assertThat(any.toolConfig().tools().get(1).toolSpec().description()).isNull();
        assertThat(Documents.toJson(
                        any.toolConfig().tools().get(1).toolSpec().inputSchema().json()))
                .isEqualTo("{\"type\":\"object\"}");
        assertThat(any.toolConfig().toolChoice().any()).isNotNull();

        ConverseRequest named = TestModels.converse(ChatRequest.builder()
                .user("Go")
                .tools(FIND)
                .toolChoice(ToolChoice.named("find"))
                .build());
        assertThat(named.toolConfig().toolChoice().tool().name()).isEqualTo("find");
        ConverseRequest auto = TestModels.converse(ChatRequest.builder()
                .user("Go")
                .tools(FIND)
                .toolChoice(ToolChoice.AUTO)
                .build());
        assertThat(auto.toolConfig().toolChoice().auto()).isNotNull();
    }

    @Test
    void aHistoryWithToolsAlwaysHasAToolConfigAndNoneOtherwiseWhereNoneMayBeCalled() {
        ConverseRequest history = TestModels.converse(ChatRequest.builder()
                .user("Go")
                .message(new AssistantMessage(
                        List.of(new ToolCall("t1", "find", "{}"), new ToolCall("t2", "find", "{}"))))
                .toolResult("t1", "x")
                .toolResult("t2", "y")
                .build());
        assertThat(history.toolConfig().tools())
                .extracting(tool -> tool.toolSpec().name())
                .containsExactly("find");
        assertThat(history.toolConfig().toolChoice()).isNull();

        ConverseRequest none = TestModels.converse(ChatRequest.builder()
                .user("Go")
                .tools(FIND)
                .toolChoice(ToolChoice.NONE)
                .build());
        assertThat(none.toolConfig()).isNull();
    }

    @Test
    void aSchemaThatIsNotAnObjectIsRefused() {
        assertThatThrownBy(() -> TestModels.converse(ChatRequest.builder()
                        .user("Go")
                        .tools(Tool.of("find", "", "{\"type\":"))
                        .build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("find");
    }

    @Test
    void cachePointsFollowSomethingAndAreLeftOutForModelsWithoutACache() {
        var tool = new Tool(
                "find",
                "Finds.",
                FIND.parameters(),
                null,
                new Extras(
                        "anthropic", Map.of("cache_control", RawJson.of("{\"type\":\"ephemeral\",\"ttl\":\"1h\"}"))));
        ChatRequest request = ChatRequest.builder()
                .message(new SystemMessage(
                        List.of(Content.cachePoint(), Content.text("s"), Content.cachePoint(), Content.cachePoint())))
                .user(
                        Content.cachePoint(),
                        Content.text("a"),
                        new Content.CachePoint(Duration.ofHours(1)),
                        Content.cachePoint())
                .tools(tool)
                .build();
        ConverseRequest claude = TestModels.converse(request);
        assertThat(claude.system()).hasSize(2);
        assertThat(claude.system().get(1).cachePoint()).isNotNull();
        assertThat(outline(claude)).containsExactly("user[a, cache 1h]");
        assertThat(claude.toolConfig().tools().get(1).cachePoint().ttlAsString())
                .isEqualTo("1h");

        ConverseRequest llama = TestModels.converse(request, TestModels.LLAMA, Map.of());
        assertThat(llama.system()).hasSize(1);
        assertThat(outline(llama)).containsExactly("user[a]");
        assertThat(llama.toolConfig().tools()).hasSize(1);
    }

    @Test
    void sealedThinkingGoesBackToClaudeOnlyAndUnsealedToNobody() {
        ChatRequest request = ChatRequest.builder()
                .user("a")
                .message(new AssistantMessage(List.of(
                        new Content.Thinking("hm", "sig", null),
                        new Content.Thinking("", null, "AQID"),
                        new Content.Thinking("open", null, null),
                        Content.text("b"))))
                .user("c")
                .build();
        ConverseRequest claude = TestModels.converse(request);
        List<ContentBlock> content = claude.messages().get(1).content();
        assertThat(content).hasSize(3);
        assertThat(content.get(0).reasoningContent().reasoningText().text()).isEqualTo("hm");
        assertThat(content.get(0).reasoningContent().reasoningText().signature())
                .isEqualTo("sig");
        assertThat(content.get(1).reasoningContent().redactedContent().asByteArray())
                .containsExactly(1, 2, 3);
        assertThat(outline(TestModels.converse(request, TestModels.LLAMA, Map.of())))
                .containsExactly("user[a]", "assistant[b]", "user[c]");
    }

    @Test
    void aSchemaIsAStructuredOutputAndJsonWithoutASchemaIsRefused() {
        var format = ResponseFormat.jsonSchema("person", "{\"type\":\"object\"}");
        ConverseRequest request = TestModels.converse(
                ChatRequest.builder().user("a").responseFormat(format).build());
        var text = request.outputConfig().textFormat();
        assertThat(text.type()).isEqualTo(OutputFormatType.JSON_SCHEMA);
        assertThat(text.structure().jsonSchema().name()).isEqualTo("person");
        assertThat(text.structure().jsonSchema().schema()).isEqualTo("{\"type\":\"object\"}");
        assertThatThrownBy(() -> TestModels.converse(ChatRequest.builder()
                        .user("a")
                        .responseFormat(new ResponseFormat.JsonObject())
                        .build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("json_schema");
    }

    @Test
    void severalChoicesAreRefusedWithARemedy() {
        assertThatThrownBy(() -> TestModels.converse(
                        ChatRequest.builder().user("a").choices(2).build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("several times");
    }

    @Test
    void guardrailAndLatencyGoAlongInBothKindsOfCall() {
        ConverseRequest request = TestModels.converse(
                ChatRequest.builder()
                        .system("s")
                        .user("a")
                        .tools(FIND)
                        .maxTokens(5)
                        .build(),
                TestModels.CLAUDE,
                Map.of(
                        "guardrail",
                        Map.of("id", "g1", "version", 2, "trace", "enabled"),
                        "performance_config_latency",
                        "optimized",
                        "additional_request_fields",
                        Map.of("top_k", 5)));
        assertThat(request.guardrailConfig().guardrailIdentifier()).isEqualTo("g1");
        assertThat(request.guardrailConfig().guardrailVersion()).isEqualTo("2");
        assertThat(request.guardrailConfig().traceAsString()).isEqualTo("enabled");
        assertThat(request.performanceConfig().latencyAsString()).isEqualTo("optimized");

        var streamed = ConverseRequests.streamed(request);
        assertThat(streamed.modelId()).isEqualTo(request.modelId());
        assertThat(streamed.messages()).isEqualTo(request.messages());
        assertThat(streamed.system()).isEqualTo(request.system());
        assertThat(streamed.toolConfig()).isEqualTo(request.toolConfig());
        assertThat(streamed.inferenceConfig()).isEqualTo(request.inferenceConfig());
        assertThat(streamed.additionalModelRequestFields()).isEqualTo(request.additionalModelRequestFields());
        assertThat(streamed.performanceConfig()).isEqualTo(request.performanceConfig());
        assertThat(streamed.guardrailConfig().guardrailIdentifier()).isEqualTo("g1");
        assertThat(streamed.guardrailConfig().guardrailVersion()).isEqualTo("2");
        assertThat(streamed.guardrailConfig().traceAsString()).isEqualTo("enabled");
    }

    @Test
    void textOfAPartMadeOnlyForAnotherFormatIsLeftOut() {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .message(new UserMessage(
                        List.of(Content.text("a"), new Content.Other("openai", RawJson.of("{\"type\":\"x\"}")))))
                .build());
        assertThat(outline(request)).containsExactly("user[a]");
    }
}
