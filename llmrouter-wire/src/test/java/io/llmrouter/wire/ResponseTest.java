package io.llmrouter.wire;

import static io.llmrouter.wire.Wire.ANTHROPIC;
import static io.llmrouter.wire.Wire.OPENAI;
import static io.llmrouter.wire.Wire.resource;
import static io.llmrouter.wire.Wire.tree;
import static io.llmrouter.wire.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.RateLimitException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {

    @Test
    void anAnswerOfOpenAiGoesOnWithEveryFieldItCameWith() {
        byte[] body = resource("openai-response.json");
        assertThat(tree(OPENAI.encodeResponse(OPENAI.decodeResponse(body)))).isEqualTo(tree(body));
    }

    @Test
    void anAnswerOfAnthropicGoesOnWithEveryFieldItCameWith() {
        byte[] body = resource("anthropic-response.json");
        assertThat(tree(ANTHROPIC.encodeResponse(ANTHROPIC.decodeResponse(body))))
                .isEqualTo(tree(body));
    }

    @Test
    void readsAnAnswerOfOpenAi() {
        ChatResponse response = OPENAI.decodeResponse(resource("openai-response.json"));
        assertThat(response.id()).isEqualTo("chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT");
        assertThat(response.created().getEpochSecond()).isEqualTo(1_741_569_952L);
        assertThat(response.text()).isEqualTo("Hello! \ud83d\ude00");
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.choices().get(1).message().toolCalls())
                .containsExactly(new ToolCall("call_a", "f", "{\"x\": 1}"), new ToolCall("call_b", "g", "{}"));
        Usage usage = response.usage();
        assertThat(List.of(
                        usage.inputTokens(),
                        usage.outputTokens(),
                        usage.cacheReadTokens(),
                        usage.cacheWriteTokens(),
                        usage.reasoningTokens()))
                .containsExactly(19L, 10L, 7L, 0L, 4L);
    }

    @Test
    void theInputTokensOfAnthropicHoldThoseOfTheCache() {
        Usage usage =
                ANTHROPIC.decodeResponse(resource("anthropic-response.json")).usage();
        assertThat(usage.inputTokens()).isEqualTo(3_210);
        assertThat(usage.cacheReadTokens()).isEqualTo(3_000);
        assertThat(usage.cacheWriteTokens()).isEqualTo(200);
    }

    @Test
    void anAnswerOfAnthropicReadsAsOneOfOpenAi() {
        ChatResponse response = ANTHROPIC.decodeResponse(resource("anthropic-response.json"));
        var out = tree(OPENAI.encodeResponse(response));
        assertThat(out.path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(out.path("choices").path(0).path("finish_reason").stringValue())
                .isEqualTo("tool_calls");
        assertThat(out.path("choices").path(0).path("message"))
                .isEqualTo(
                        tree(
                                "{\"role\":\"assistant\",\"content\":\"I look it up. \\ud83d\\ude00\","
                                        + "\"reasoning_content\":\"Let me see.\",\"tool_calls\":["
                                        + "{\"id\":\"toolu_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1.10}\"}},"
                                        + "{\"id\":\"toolu_2\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}"));
        assertThat(out.path("usage"))
                .isEqualTo(tree("{\"prompt_tokens\":3210,\"completion_tokens\":50,\"total_tokens\":3260,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":3000,\"cache_write_tokens\":200}}"));
    }

    @Test
    void anAnswerOfOpenAiReadsAsOneOfAnthropic() {
        ChatResponse response = OPENAI.decodeResponse(resource("openai-response.json"));
        ChatResponse second =
                response.toBuilder().choices(List.of(response.choices().get(1))).build();
        var out = tree(ANTHROPIC.encodeResponse(second));
        assertThat(out.path("stop_reason").stringValue()).isEqualTo("tool_use");
        assertThat(out.path("content"))
                .isEqualTo(tree("[{\"type\":\"tool_use\",\"id\":\"call_a\",\"name\":\"f\",\"input\":{\"x\":1}},"
                        + "{\"type\":\"tool_use\",\"id\":\"call_b\",\"name\":\"g\",\"input\":{}}]"));
        assertThat(out.path("usage"))
                .isEqualTo(tree("{\"input_tokens\":12,\"cache_creation_input_tokens\":0,"
                        + "\"cache_read_input_tokens\":7,\"output_tokens\":10,"
                        + "\"output_tokens_details\":{\"thinking_tokens\":4}}"));
    }

    @Test
    void aMissingUsageIsUnknownAndStaysAbsent() {
        ChatResponse response = OPENAI.decodeResponse(
                utf8("{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}"));
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(tree(OPENAI.encodeResponse(response)).has("usage")).isFalse();
        assertThat(tree(OPENAI.encodeResponse(response)).path("id").stringValue())
                .startsWith("chatcmpl-");
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP, stop, end_turn",
        "length, LENGTH, length, max_tokens",
        "tool_calls, TOOL_CALLS, tool_calls, tool_use",
        "function_call, TOOL_CALLS, tool_calls, tool_use",
        "content_filter, CONTENT_FILTER, content_filter, refusal",
        "strange, OTHER, strange, end_turn",
    })
    void finishReasonsOfOpenAi(String wire, FinishReason reason, String openAi, String anthropic) {
        ChatResponse response = OPENAI.decodeResponse(
                utf8("{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"" + wire + "\"}]}"));
        assertThat(response.finishReason()).isEqualTo(reason);
        assertThat(tree(OPENAI.encodeResponse(response))
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .stringValue())
                .isEqualTo(openAi);
        assertThat(tree(ANTHROPIC.encodeResponse(response)).path("stop_reason").stringValue())
                .isEqualTo(anthropic);
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP, stop",
        "stop_sequence, STOP, stop",
        "max_tokens, LENGTH, length",
        "model_context_window_exceeded, LENGTH, length",
        "tool_use, TOOL_CALLS, tool_calls",
        "refusal, CONTENT_FILTER, content_filter",
        "pause_turn, OTHER, stop",
    })
    void stopReasonsOfAnthropic(String wire, FinishReason reason, String openAi) {
        ChatResponse response = ANTHROPIC.decodeResponse(
                utf8("{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"stop_reason\":\"" + wire
                        + "\"}"));
        assertThat(response.finishReason()).isEqualTo(reason);
        assertThat(tree(ANTHROPIC.encodeResponse(response)).path("stop_reason").stringValue())
                .isEqualTo(wire);
        assertThat(tree(OPENAI.encodeResponse(response))
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .stringValue())
                .isEqualTo(openAi);
    }

    @Test
    void aPlainStopWithToolCallsTellsClientsOfAnthropicToCallThem() {
        var message = new AssistantMessage(List.of(new ToolCall("1", "f", "no json")));
        ChatResponse response = ChatResponse.of(message, FinishReason.STOP, Usage.UNKNOWN);
        var out = tree(ANTHROPIC.encodeResponse(response));
        assertThat(out.path("stop_reason").stringValue()).isEqualTo("tool_use");
        assertThat(out.path("content").path(0).path("input")).isEqualTo(tree("{\"invalid_arguments\":\"no json\"}"));
    }

    @Test
    void argumentsGivenAsAnObjectBecomeText() {
        ChatResponse response = OPENAI.decodeResponse(
                utf8(
                        "{\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":"
                                + "{\"name\":\"f\",\"arguments\":{\"a\":1}}},{\"id\":\"2\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}}]}"));
        assertThat(response.toolCalls()).extracting(ToolCall::arguments).containsExactly("{\"a\":1}", "{}");
        assertThat(response.toolCalls().get(0).id()).startsWith("call_");
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void thinkingInAListOfPartsIsThinking() {
        ChatResponse response = OPENAI.decodeResponse(
                utf8(
                        "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"thinking\","
                                + "\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"yes\"}]},\"finish_reason\":\"stop\"}]}"));
        assertThat(response.reasoning()).isEqualTo("hm");
        assertThat(response.text()).isEqualTo("yes");
    }

    @Test
    void aRefusalIsKeptAndReadsAsTextElsewhere() {
        ChatResponse response = OPENAI.decodeResponse(
                utf8(
                        "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I may not.\"},\"finish_reason\":\"stop\"}]}"));
        var message =
                tree(OPENAI.encodeResponse(response)).path("choices").path(0).path("message");
        assertThat(message.path("refusal").stringValue()).isEqualTo("I may not.");
        assertThat(message.path("content").isNull()).isTrue();
        assertThat(tree(ANTHROPIC.encodeResponse(response)).path("content"))
                .isEqualTo(tree("[{\"type\":\"text\",\"text\":\"I may not.\"}]"));
    }

    @Test
    void halfASurrogatePairInAnAnswerBreaksNothing() {
        var message = new AssistantMessage(
                List.of(Content.text("a\ud83d"), new ToolCall("1\udc00", "f", "{\"a\":\"\\ud83d\"}")));
        ChatResponse response = ChatResponse.builder()
                .choices(List.of(new Choice(0, message, FinishReason.STOP, io.llmrouter.api.Extras.NONE)))
                .build();
        for (WireFormat format : List.of(OPENAI, ANTHROPIC)) {
            byte[] out = format.encodeResponse(response);
            assertThat(Unicode.malformedUtf8(out)).isEqualTo(-1);
            assertThat(tree(out).toString()).contains("a\uFFFD");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "<html><head><title>x</title></head><body>502 Bad Gateway</body></html>",
                "{\"choices\":[]}",
                "{\"choices\":7}",
                "{\"content\":{}}",
                "{}"
            })
    void whatIsNoAnswerIsABadResponse(String body) {
        assertThatThrownBy(() -> OPENAI.decodeResponse(utf8(body))).isInstanceOf(BadResponseException.class);
        assertThatThrownBy(() -> ANTHROPIC.decodeResponse(utf8(body))).isInstanceOf(BadResponseException.class);
    }

    @Test
    void anErrorInPlaceOfAnAnswerIsThatError() {
        byte[] body = utf8("{\"error\":{\"message\":\"Slow down\",\"type\":\"rate_limit_error\",\"code\":429}}");
        assertThatThrownBy(() -> OPENAI.decodeResponse(body)).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> ANTHROPIC.decodeResponse(body)).isInstanceOf(RateLimitException.class);
    }
}
