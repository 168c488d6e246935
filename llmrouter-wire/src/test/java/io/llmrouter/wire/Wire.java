package io.llmrouter.wire;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the tests of the formats share. */
final class Wire {
    static final WireFormat OPENAI = WireFormat.openAi(OpenAiDialect.COMPATIBLE);
    static final WireFormat ANTHROPIC = WireFormat.anthropic();
    private static final JsonMapper MAPPER = new JsonMapper();

    private Wire() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] resource(String name) {
        try (var in = Objects.requireNonNull(Wire.class.getResourceAsStream("/wire/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(byte[] json) {
        return MAPPER.readTree(json);
    }

    static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    static ChatRequest request(WireFormat format, String json) {
        return format.decodeRequest(utf8(json)).request();
    }

    /** The request as the format writes it. */
    static JsonNode written(WireFormat format, ChatRequest request) {
        return tree(format.encodeRequest(request, "m", false));
    }

    /** A stream, read in pieces that end at each of the given offsets. */
    static Streamed stream(WireFormat format, byte[] bytes, int... cuts) {
        var deltas = new ArrayList<Delta>();
        StreamDecoder decoder = format.streamDecoder();
        var reader = new SseReader(1_000_000);
        int from = 0;
        for (int cut : cuts) {
            reader.read(ByteBuffer.wrap(bytes, from, cut - from), event -> decoder.accept(event, deltas::add));
            from = cut;
        }
        reader.read(ByteBuffer.wrap(bytes, from, bytes.length - from), event -> decoder.accept(event, deltas::add));
        reader.end(event -> decoder.accept(event, deltas::add));
        return new Streamed(deltas, decoder);
    }

    /** What a stream gave. */
    record Streamed(List<Delta> deltas, StreamDecoder decoder) {
        ChatResponse response() {
            return decoder.finish();
        }

        String text() {
            var text = new StringBuilder();
            for (Delta delta : deltas) {
                if (delta instanceof Delta.Text piece) {
                    text.append(piece.text());
                }
            }
            return text.toString();
        }

        String arguments(int index) {
            var text = new StringBuilder();
            for (Delta delta : deltas) {
                if (delta instanceof Delta.ToolCall piece && piece.index() == index) {
                    text.append(piece.arguments());
                }
            }
            return text.toString();
        }
    }
}
