package io.llmrouter.wire;

import static io.llmrouter.wire.Wire.ANTHROPIC;
import static io.llmrouter.wire.Wire.OPENAI;
import static io.llmrouter.wire.Wire.resource;
import static io.llmrouter.wire.Wire.stream;
import static io.llmrouter.wire.Wire.tree;
import static io.llmrouter.wire.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.Delta;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDecoderTest {

    @Test
    void readsAStreamOfOpenAi() {
        Wire.Streamed streamed = stream(OPENAI, resource("openai-stream.txt"));
        ChatResponse response = streamed.response();
        assertThat(response.id()).isEqualTo("chatcmpl-1");
        assertThat(response.model()).isEqualTo("gpt-4o-mini");
        assertThat(response.created().getEpochSecond()).isEqualTo(1_694_268_190L);
        assertThat(response.text())
                .isEqualTo("Gr\u00fc\u00dfe \ud83d\ude00 \u4e16\u754c")
                .isEqualTo(streamed.text());
        assertThat(response.reasoning()).isEqualTo("Let me see.");
        assertThat(response.toolCalls())
                .containsExactly(
                        new ToolCall("call_a", "get_weather", "{\"city\": \"Paris\"}"),
                        new ToolCall("call_b", "now", "{}"));
        assertThat(streamed.arguments(0)).isEqualTo("{\"city\": \"Paris\"}");
        assertThat(streamed.arguments(1)).isEqualTo("{}");
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(response.usage().inputTokens()).isEqualTo(19);
        assertThat(response.usage().cacheReadTokens()).isEqualTo(7);
        assertThat(response.extras().fields()).containsOnlyKeys("service_tier", "system_fingerprint");
        assertThat(tree(OPENAI.encodeResponse(response))
                        .path("choices")
                        .path(0)
                        .path("logprobs")
                        .path("content"))
                .hasSize(2);
        assertThat(streamed.decoder().progress()).isEqualTo(StreamDecoder.Progress.ENDED);
    }

    @Test
    void readsAStreamOfAnthropic() {
        Wire.Streamed streamed = stream(ANTHROPIC, resource("anthropic-stream.txt"));
        ChatResponse response = streamed.response();
        assertThat(response.id()).isEqualTo("msg_1");
        assertThat(response.text())
                .isEqualTo("Gr\u00fc\u00dfe \ud83d\ude00 \u4e16\u754c")
                .isEqualTo(streamed.text());
        List<Content> content = response.message().content();
        assertThat(content.get(0)).isEqualTo(new Content.Thinking("Let me see.", "EqQB", null));
        assertThat(content.get(1)).isEqualTo(new Content.Thinking("", null, "Emwk"));
        assertThat(((Content.Text) content.get(2)).extras().fields()).containsOnlyKeys("citations");
        assertThat(tree(((Content.Other) content.get(3)).json().text()).path("input"))
                .isEqualTo(tree("{\"query\":\"x\"}"));
        assertThat(response.toolCalls())
                .containsExactly(
                        new ToolCall("toolu_1", "get_weather", "{\"city\": \"Paris\"}"),
                        new ToolCall("toolu_2", "now", "{}"));
        assertThat(streamed.arguments(0)).isEqualTo("{\"city\": \"Paris\"}");
        assertThat(streamed.arguments(1)).isEqualTo("{}");
        assertThat(response.usage().inputTokens()).isEqualTo(125);
        assertThat(response.usage().outputTokens()).isEqualTo(89);
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(streamed.decoder().progress()).isEqualTo(StreamDecoder.Progress.ENDED);
    }

    @Test
    void aCutAtAnyByteChangesNothing() {
        for (String name : List.of("openai-stream.txt", "anthropic-stream.txt")) {
            WireFormat format = name.startsWith("openai") ? OPENAI : ANTHROPIC;
            byte[] bytes = resource(name);
            List<Delta> whole = stream(format, bytes).deltas();
            for (int cut = 0; cut <= bytes.length; cut++) {
                assertThat(stream(format, bytes, cut).deltas())
                        .as("%s cut at %d", name, cut)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void aStreamCutAtAnyByteIsNeverAWholeAnswer() {
        for (String name : List.of("openai-stream.txt", "anthropic-stream.txt")) {
            WireFormat format = name.startsWith("openai") ? OPENAI : ANTHROPIC;
            byte[] bytes = resource(name);
            String text = Wire.text(bytes);
            String mark =
                    name.startsWith("openai") ? "\"finish_reason\":\"tool_calls\"" : "\"stop_reason\":\"tool_use\"";
            int end = utf8(text.substring(0, text.indexOf(mark))).length;
            for (int cut = 0; cut < end; cut++) {
                byte[] part = java.util.Arrays.copyOf(bytes, cut);
                assertThatThrownBy(() -> stream(format, part).response())
                        .isInstanceOfAny(BadResponseException.class, ProviderUnavailableException.class);
            }
        }
    }

    @Test
    void surrogatePairsSplitBetweenPiecesComeWhole() {
        Wire.Streamed openAi = stream(
                OPENAI,
                utf8(chunk("{\"content\":\"a\\ud83d\"}", "null")
                        + chunk("{\"content\":\"\\ude00b\\ud83d\"}", "\"stop\"")));
        assertThat(openAi.text()).isEqualTo("a\ud83d\ude00b\uFFFD");
        assertThat(openAi.response().text()).isEqualTo(openAi.text());
        Wire.Streamed anthropic = stream(ANTHROPIC, utf8(block("text", "text_delta", "text", "a\\ud83d", "\\ude00b")));
        assertThat(anthropic.text()).isEqualTo("a\ud83d\ude00b");
        Wire.Streamed call = stream(
                OPENAI,
                utf8(calls("[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"\\\"\\ud83d\"}}];"
                        + "[{\"index\":0,\"function\":{\"arguments\":\"\\ude00\\\"\"}}]")));
        assertThat(call.response().toolCalls()).containsExactly(new ToolCall("1", "f", "\"\ud83d\ude00\""));
        assertThat(call.arguments(0)).isEqualTo("\"\ud83d\ude00\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // one call, no index; arguments at once
                "[{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]",
                // no index, no id in the pieces that follow
                "[{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}];[{\"function\":{\"arguments\":\":1}\"}}]",
                // the name and the id again with each piece
                "[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}];"
                        + "[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\":1}\"}}]",
                // the name after the first arguments
                "[{\"index\":3,\"id\":\"1\",\"function\":{\"arguments\":\"{\\\"a\\\"\"}}];"
                        + "[{\"index\":3,\"function\":{\"name\":\"f\",\"arguments\":\":1}\"}}]",
                // arguments as an object
                "[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}}]",
            })
    void putsACallTogetherHoweverTheServerSendsIt(String pieces) {
        Wire.Streamed streamed = stream(OPENAI, utf8(calls(pieces)));
        assertThat(streamed.response().toolCalls()).containsExactly(new ToolCall("1", "f", "{\"a\":1}"));
        assertThat(streamed.arguments(0)).isEqualTo("{\"a\":1}");
        assertThat(streamed.deltas())
                .filteredOn(d -> d instanceof Delta.ToolCall call && call.id() != null)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                        + "{\"index\":1,\"id\":\"2\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]",
                // the same index for both
                "[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}];"
                        + "[{\"index\":0,\"id\":\"2\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]",
                // no index
                "[{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}];"
                        + "[{\"id\":\"2\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]",
                // mixed pieces
                "[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}];"
                        + "[{\"index\":1,\"id\":\"2\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}];"
                        + "[{\"index\":0,\"function\":{\"arguments\":\"}\"}},{\"index\":1,\"function\":{\"arguments\":\"}\"}}]",
            })
    void keepsParallelCallsApart(String pieces) {
        assertThat(stream(OPENAI, utf8(calls(pieces))).response().toolCalls())
                .containsExactly(new ToolCall("1", "f", "{}"), new ToolCall("2", "g", "{}"));
    }

    @Test
    void fieldsOfACallThatOnlyItsFormatKnowsComeBackWithTheMessage() {
        ChatResponse response = stream(
                        OPENAI,
                        utf8(calls(
                                "[{\"index\":0,\"id\":\"1\",\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}},"
                                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]")))
                .response();
        var message =
                tree(OPENAI.encodeResponse(response)).path("choices").path(0).path("message");
        assertThat(message.path("tool_calls").path(0).path("extra_content"))
                .isEqualTo(tree("{\"google\":{\"thought_signature\":\"s\"}}"));
    }

    @Test
    void tellsTheAnswersOfSeveralChoicesApart() {
        ChatResponse response = stream(
                        OPENAI,
                        utf8(String.join(
                                "",
                                "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"}},{\"index\":0,\"delta\":{\"content\":\"A\"}}]}\n\n",
                                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
                                "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}\n\n")))
                .response();
        assertThat(response.choices()).extracting(c -> c.message().text()).containsExactly("A", "B");
        assertThat(response.choices().get(1).finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]} | OPEN",
                "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}} | OPEN",
                "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]} | STOPPED",
                "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"},{\"index\":1,\"delta\":{}}]} | OPEN",
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}} | ENDED",
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"usage\":{\"prompt_tokens\":1}}} | ENDED",
                "data:[DONE] | ENDED",
            })
    void tellsHowFarAStreamOfOpenAiHasCome(String event, StreamDecoder.Progress progress) {
        assertThat(stream(OPENAI, utf8(event + "\n\n")).decoder().progress()).isEqualTo(progress);
    }

    @Test
    void tellsHowFarAStreamOfAnthropicHasCome() {
        String text = Wire.text(resource("anthropic-stream.txt"));
        assertThat(stream(ANTHROPIC, utf8(text.substring(0, text.indexOf("event: message_delta"))))
                        .decoder()
                        .progress())
                .isEqualTo(StreamDecoder.Progress.OPEN);
        assertThat(stream(ANTHROPIC, utf8(text.substring(0, text.indexOf("event: message_stop"))))
                        .decoder()
                        .progress())
                .isEqualTo(StreamDecoder.Progress.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: [DONE]\n\n", ": ping\n\n", "data: {}\n\n", "data: nonsense\n\n", "data: 7\n\n"})
    void aStreamWithoutAnAnswerIsABadResponse(String text) {
        assertThatThrownBy(() -> stream(OPENAI, utf8(text)).response()).isInstanceOf(BadResponseException.class);
        assertThatThrownBy(() -> stream(ANTHROPIC, utf8(text)).response()).isInstanceOf(BadResponseException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"error\":{\"message\":\"Rate limit reached\",\"type\":\"rate_limit_error\"}}\n\n",
                "data: {\"error\":{\"message\":\"Provider returned error\",\"code\":429}}\n\n",
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"no\"}}\n\n",
                "event: error\ndata: too many requests\n\n",
            })
    void anErrorInAStreamIsThatError(String event) {
        String begun = chunk("{\"content\":\"x\"}", "null");
        assertThatThrownBy(() -> stream(OPENAI, utf8(begun + event))).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> stream(ANTHROPIC, utf8(event))).isInstanceOf(RateLimitException.class);
    }

    @Test
    void errorsInAStreamAreTypedByWhatTheySay() {
        assertError(OPENAI, "data: {\"error\":\"overloaded\"}\n\n", ProviderUnavailableException.class);
        assertError(
                OPENAI,
                "data: {\"error\":{\"message\":\"This model's maximum context length is 8192 tokens\"}}\n\n",
                ContextLengthException.class);
        assertError(
                OPENAI,
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}\n\n",
                ProviderUnavailableException.class);
        assertError(
                ANTHROPIC,
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
                ProviderUnavailableException.class);
    }

    private static void assertError(WireFormat format, String event, Class<? extends LlmRouterException> type) {
        assertThatThrownBy(() -> stream(format, utf8(event))).isInstanceOf(type);
    }

    private static String chunk(String delta, String reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + reason + "}]}\n\n";
    }

    private static String calls(String pieces) {
        var text = new StringBuilder();
        for (String piece : pieces.split(";", -1)) {
            text.append(chunk("{\"tool_calls\":" + piece + "}", "null"));
        }
        return text.append(chunk("{\"tool_calls\":[]}", "\"tool_calls\"")).toString();
    }

    private static String block(String type, String delta, String field, String... pieces) {
        var text = new StringBuilder("data: {\"type\":\"message_start\",\"message\":{\"id\":\"1\"}}\n\n");
        text.append("data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"" + type
                + "\"}}\n\n");
        for (String piece : pieces) {
            text.append("data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"")
                    .append(delta)
                    .append("\",\"")
                    .append(field)
                    .append("\":\"")
                    .append(piece)
                    .append("\"}}\n\n");
        }
        return text.append("data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n")
                .toString();
    }
}
