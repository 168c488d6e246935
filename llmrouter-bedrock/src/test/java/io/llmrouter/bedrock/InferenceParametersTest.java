package io.llmrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.ToolChoice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;

class InferenceParametersTest {
    private static final Tool FIND = Tool.of("find", "Finds.", "{\"type\":\"object\"}");

    private static String additional(ConverseRequest request) {
        Document fields = request.additionalModelRequestFields();
        return fields == null ? "" : Documents.toJson(fields);
    }

    @Test
    void claudeGetsTheTemperatureAloneAndOthersBoth() {
        ChatRequest request = ChatRequest.builder()
                .user("a")
                .temperature(0.7)
                .topP(0.9)
                .maxTokens(100)
                .stop(List.of("END"))
                .seed(1L)
                .build();
        var claude = TestModels.converse(request).inferenceConfig();
        assertThat(claude.temperature()).isEqualTo(0.7f);
        assertThat(claude.topP()).isNull();
        assertThat(claude.maxTokens()).isEqualTo(100);
        assertThat(claude.stopSequences()).containsExactly("END");
        assertThat(TestModels.converse(request, TestModels.LLAMA, Map.of())
                        .inferenceConfig()
                        .topP())
                .isEqualTo(0.9f);
        var topPOnly =
                TestModels.converse(ChatRequest.builder().user("a").topP(0.9).build());
        assertThat(topPOnly.inferenceConfig().topP()).isEqualTo(0.9f);
    }

    @ParameterizedTest
    @CsvSource({
        "low, , '{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}}', 6144",
        "high, 4000, '{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}}', 4000",
        "high, 1000, '', 1000",
        "none, , '', "
    })
    void reasoningEffortIsAThinkingBudgetBelowTheLimit(
            String effort, @Nullable Integer maxTokens, String expected, @Nullable Integer limit) {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .user("a")
                .maxTokens(maxTokens)
                .temperature(0.5)
                .reasoningEffort(effort)
                .build());
        assertThat(additional(request)).isEqualTo(expected);
        assertThat(request.inferenceConfig().maxTokens()).isEqualTo(limit);
        assertThat(request.inferenceConfig().temperature() == null).isEqualTo(!expected.isEmpty());
    }

    @Test
    void thinkingIsLeftOutWhereTheModelWouldRefuseIt() {
        var builder = ChatRequest.builder().user("a").reasoningEffort("high");
        assertThat(additional(TestModels.converse(builder.build(), TestModels.LLAMA, Map.of())))
                .isEmpty();
        assertThat(additional(TestModels.converse(builder.build(), "anthropic.claude-3-haiku-20240307-v1:0", Map.of())))
                .isEmpty();
        assertThat(additional(TestModels.converse(
                        builder.tools(FIND).toolChoice(ToolChoice.REQUIRED).build())))
                .isEmpty();
        assertThat(additional(TestModels.converse(ChatRequest.builder()
                        .user("a")
                        .message(new AssistantMessage(List.of(new ToolCall("t1", "find", "{}"))))
                        .toolResult("t1", "x")
                        .reasoningEffort("high")
                        .build())))
                .isEmpty();
    }

    @Test
    void additionalFieldsOfTheSettingsAreOverriddenByThoseOfTheRequest() {
        ConverseRequest request = TestModels.converse(
                ChatRequest.builder()
                        .user("a")
                        .reasoningEffort("high")
                        .extras(new Extras("bedrock", Map.of("top_k", RawJson.of("7"))))
                        .build(),
                TestModels.CLAUDE,
                Map.of("additional_request_fields", Map.of("thinking", Map.of("type", "disabled"), "top_k", 5)));
        assertThat(additional(request)).contains("\"thinking\":{\"type\":\"disabled\"}", "\"top_k\":7");
        ConverseRequest foreign = TestModels.converse(ChatRequest.builder()
                .user("a")
                .extras(new Extras("openai", Map.of("logit_bias", RawJson.of("{}"))))
                .build());
        assertThat(foreign.additionalModelRequestFields()).isNull();
    }
}
