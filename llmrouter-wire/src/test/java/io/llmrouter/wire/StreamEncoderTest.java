package io.llmrouter.wire;

import static io.llmrouter.wire.Wire.ANTHROPIC;
import static io.llmrouter.wire.Wire.OPENAI;
import static io.llmrouter.wire.Wire.resource;
import static io.llmrouter.wire.Wire.stream;
import static io.llmrouter.wire.Wire.text;
import static io.llmrouter.wire.Wire.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.StreamInterruptedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StreamEncoderTest {

    @Test
    void aStreamOfOpenAiGoesOnWhole() {
        Wire.Streamed source = stream(OPENAI, resource("openai-stream.txt"));
        byte[] out = encoded(OPENAI, source, true);
        ChatResponse again = stream(OPENAI, out).response();
        assertThat(again.message()).isEqualTo(source.response().message());
        assertThat(again.choices()).isEqualTo(source.response().choices());
        assertThat(again.usage()).isEqualTo(source.response().usage());
        assertThat(again.extras()).isEqualTo(source.response().extras());
        assertThat(text(out)).endsWith("data: [DONE]\n\n");
    }

    @Test
    void aStreamOfAnthropicGoesOnWhole() {
        Wire.Streamed source = stream(ANTHROPIC, resource("anthropic-stream.txt"));
        ChatResponse again = stream(ANTHROPIC, encoded(ANTHROPIC, source, true)).response();
        assertThat(again.message()).isEqualTo(source.response().message());
        assertThat(again.finishReason()).isEqualTo(source.response().finishReason());
        assertThat(again.usage().inputTokens()).isEqualTo(125);
        assertThat(again.usage().outputTokens()).isEqualTo(89);
    }

    @Test
    void aStreamOfAnthropicReadsAsOneOfOpenAi() {
        Wire.Streamed source = stream(ANTHROPIC, resource("anthropic-stream.txt"));
        ChatResponse again = stream(OPENAI, encoded(OPENAI, source, true)).response();
        assertThat(again.text()).isEqualTo(source.response().text());
        assertThat(again.reasoning()).isEqualTo("Let me see.");
        assertThat(again.toolCalls()).isEqualTo(source.response().toolCalls());
        assertThat(again.finishReason()).isEqualTo(source.response().finishReason());
        assertThat(again.usage().cacheReadTokens()).isEqualTo(100);
    }

    @Test
    void aStreamOfOpenAiReadsAsOneOfAnthropic() {
        Wire.Streamed source = stream(OPENAI, resource("openai-stream.txt"));
        ChatResponse again = stream(ANTHROPIC, encoded(ANTHROPIC, source, true)).response();
        assertThat(again.text()).isEqualTo(source.response().text());
        assertThat(again.toolCalls())
                .extracting(ToolCall::name, ToolCall::arguments)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("get_weather", "{\"city\": \"Paris\"}"),
                        org.assertj.core.groups.Tuple.tuple("now", "{}"));
        assertThat(again.usage().inputTokens()).isEqualTo(19);
    }

    @Test
    void everyChunkOfOpenAiHasWhatItsClientsLookFor() {
        List<SseEvent> events = events(encoded(OPENAI, stream(OPENAI, resource("openai-stream.txt")), true));
        assertThat(events.get(events.size() - 1).data()).isEqualTo("[DONE]");
        List<JsonNode> chunks = events.subList(0, events.size() - 1).stream()
                .map(event -> tree(event.data()))
                .toList();
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.path("id").stringValue()).isEqualTo("id-1");
            assertThat(chunk.path("object").stringValue()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("created").isIntegralNumber()).isTrue();
            assertThat(chunk.path("model").stringValue()).isEqualTo("shown");
        });
        assertThat(chunks.get(0).path("choices").path(0).path("delta"))
                .isEqualTo(tree("{\"role\":\"assistant\",\"content\":\"\"}"));
        assertThat(chunks.get(chunks.size() - 2)
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .stringValue())
                .isEqualTo("tool_calls");
        assertThat(chunks.get(chunks.size() - 1).path("choices")).isEmpty();
        assertThat(chunks.get(chunks.size() - 1)
                        .path("usage")
                        .path("total_tokens")
                        .intValue())
                .isEqualTo(29);
    }

    @Test
    void withoutBeingAskedNoUsageIsTold() {
        byte[] out = encoded(OPENAI, stream(OPENAI, resource("openai-stream.txt")), false);
        assertThat(text(out)).doesNotContain("usage");
    }

    @Test
    void theEventsOfAnthropicComeInTheirOrderWithTheirIndexes() {
        List<SseEvent> events = events(encoded(ANTHROPIC, stream(ANTHROPIC, resource("anthropic-stream.txt")), true));
        assertThat(events)
                .allSatisfy(event -> assertThat(event.type())
                        .isEqualTo(tree(event.data()).path("type").stringValue()));
        assertThat(events.get(0).type()).isEqualTo("message_start");
        assertThat(events.get(events.size() - 1).type()).isEqualTo("message_stop");
        int open = -1;
        int begun = 0;
        for (SseEvent event : events) {
            JsonNode data = tree(event.data());
            int index = data.path("index").asInt(-1);
            switch (event.type()) {
                case "content_block_start" -> {
                    assertThat(open).isEqualTo(-1);
                    assertThat(index).isEqualTo(begun++);
                    open = index;
                }
                case "content_block_delta" -> assertThat(index).isEqualTo(open);
                case "content_block_stop" -> {
                    assertThat(index).isEqualTo(open);
                    open = -1;
                }
                default -> assertThat(open).isEqualTo(-1);
            }
        }
        assertThat(begun).isEqualTo(6);
    }

    @Test
    void anErrorEndsAStreamWithoutTheMarkOfAWholeOne() {
        var error = new StreamInterruptedException(
                ErrorFacts.because("The stream broke off\nafter 40 tokens")
                        .help("Try again.")
                        .build(),
                40);
        String openAi = text(OPENAI.streamEncoder("i", "m", true).error(error));
        assertThat(events(openAi.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasSize(1);
        assertThat(openAi).contains("\"delivered_tokens\":40").doesNotContain("[DONE]");
        assertThatThrownBy(() -> stream(OPENAI, Wire.utf8(openAi))).isInstanceOf(ProviderUnavailableException.class);
        String anthropic = text(ANTHROPIC.streamEncoder("i", "m", true).error(error));
        assertThat(anthropic).startsWith("event: error\n").doesNotContain("message_stop");
        assertThatThrownBy(() -> stream(ANTHROPIC, Wire.utf8(anthropic)))
                .isInstanceOf(ProviderUnavailableException.class);
    }

    @Test
    void everyCharacterComesThrough() {
        var all = new StringBuilder();
        for (int c = 0; c < 0x3000; c++) {
            all.append((char) c);
        }
        all.append("\ud83d\ude00\u2028\u2029\uFEFF\uFFFF");
        for (WireFormat format : List.of(OPENAI, ANTHROPIC)) {
            StreamEncoder encoder = format.streamEncoder("\"\n", "\\", false);
            var out = new ByteArrayOutputStream();
            out.writeBytes(encoder.start());
            out.writeBytes(encoder.delta(Delta.text(all.toString())));
            out.writeBytes(encoder.delta(new Delta.ToolCall(0, 0, "\n", "f", all + "\ud83d")));
            out.writeBytes(encoder.complete(ChatResponse.of("x")));
            Wire.Streamed again = stream(format, out.toByteArray());
            assertThat(again.text()).isEqualTo(all.toString());
            assertThat(again.arguments(0)).isEqualTo(all + "\uFFFD");
            assertThat(again.response().id()).isEqualTo("\"\n");
        }
    }

    private static byte[] encoded(WireFormat format, Wire.Streamed source, boolean usage) {
        StreamEncoder encoder = format.streamEncoder("id-1", "shown", usage);
        var out = new ByteArrayOutputStream();
        out.writeBytes(encoder.start());
        source.deltas().forEach(delta -> out.writeBytes(encoder.delta(delta)));
        out.writeBytes(encoder.complete(source.response()));
        return out.toByteArray();
    }

    private static List<SseEvent> events(byte[] bytes) {
        var events = new ArrayList<SseEvent>();
        new SseReader(1_000_000).read(ByteBuffer.wrap(bytes), events::add);
        return events;
    }
}
