package io.llmrouter.wire;

import static io.llmrouter.wire.Wire.ANTHROPIC;
import static io.llmrouter.wire.Wire.OPENAI;
import static io.llmrouter.wire.Wire.resource;
import static io.llmrouter.wire.Wire.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, what comes out is an answer or a typed error, and an answer can be written again. */
class FuzzTest {
    private static final int ROUNDS = 1_000;
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999999",
            "9999999999999999999999",
            "\"\"",
            "\"\\ud83d\"",
            "[]",
            "{}",
            "[null]",
            "[{}]",
            "[[]]",
            "{\"type\":null}",
            "{\"type\":\"text\"}",
            "\"[DONE]\"");

    static Stream<Arguments> payloads() {
        return Stream.of(
                payload("openai-request-full.json", request(OPENAI)),
                payload("openai-request-tools.json", request(OPENAI)),
                payload("openai-request-parts.json", request(OPENAI)),
                payload("anthropic-request-full.json", request(ANTHROPIC)),
                payload("openai-response.json", response(OPENAI)),
                payload("anthropic-response.json", response(ANTHROPIC)),
                payload("openai-stream.txt", streamed(OPENAI)),
                payload("anthropic-stream.txt", streamed(ANTHROPIC)));
    }

    private static Arguments payload(String name, Consumer<byte[]> use) {
        return Arguments.of(name, use);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("payloads")
    void aChangedPayloadGivesAnAnswerOrATypedError(String name, Consumer<byte[]> use) {
        byte[] valid = resource(name);
        var random = new Random(name.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = changed(valid, random);
            try {
                use.accept(changed);
            } catch (LlmRouterException e) {
                assertThat(e.help()).isNotBlank();
                assertThat(e.summary()).hasSizeLessThan(1_000);
            } catch (RuntimeException e) {
                throw new AssertionError("round " + round + ": " + new String(changed, StandardCharsets.UTF_8), e);
            }
        }
    }

    private static byte[] changed(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
            bytes = switch (random.nextInt(5)) {
                case 0 -> flipped(bytes, random);
                case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
                case 2 -> doubled(bytes, random);
                default -> replaced(bytes, random);
            };
        }
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        return bytes;
    }

    private static byte[] doubled(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(Math.min(80, bytes.length - from) + 1);
        return (new String(bytes, 0, to, StandardCharsets.ISO_8859_1)
                        + new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Puts another value after some colon. */
    private static byte[] replaced(byte[] bytes, Random random) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int colon = text.indexOf("\":", random.nextInt(text.length()));
        if (colon < 0) {
            return bytes;
        }
        int end = colon + 2;
        int depth = 0;
        boolean quoted = false;
        for (; end < text.length(); end++) {
            char c = text.charAt(end);
            if (c == '"' && text.charAt(end - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '[')) {
                depth++;
            } else if (!quoted && (c == '}' || c == ']') && depth-- == 0) {
                break;
            } else if (!quoted && c == ',' && depth == 0) {
                break;
            }
        }
        String value = VALUES.get(random.nextInt(VALUES.size()));
        return (text.substring(0, colon + 2) + value + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Consumer<byte[]> request(WireFormat format) {
        return body -> {
            ChatRequest request = format.decodeRequest(body).request();
            for (WireFormat target : List.of(OPENAI, ANTHROPIC)) {
                byte[] out = target.encodeRequest(request, "claude-opus-4-6", true);
                assertThat(tree(out).isObject()).isTrue();
                assertThat(Unicode.malformedUtf8(out)).isEqualTo(-1);
            }
        };
    }

    private static Consumer<byte[]> response(WireFormat format) {
        return body -> write(format.decodeResponse(body));
    }

    private static Consumer<byte[]> streamed(WireFormat format) {
        return body -> {
            Wire.Streamed streamed = Wire.stream(format, body);
            ChatResponse response = streamed.response();
            write(response);
            for (WireFormat target : List.of(OPENAI, ANTHROPIC)) {
                StreamEncoder encoder = target.streamEncoder("i", "m", true);
                streamed.deltas().forEach(delta -> assertEvents(encoder.delta(delta)));
                assertEvents(encoder.complete(response));
            }
        };
    }

    /** Odd shapes seen at servers, one a line: each must do as a request, an answer, a stream and an error. */
    @Test
    void anOddShapeGivesAnAnswerOrATypedError() {
        var random = new Random(7);
        for (String line : Wire.text(resource("corpus.txt")).split("\n", -1)) {
            for (int round = 0; round < 100; round++) {
                byte[] body = round == 0 ? Wire.utf8(line) : changed(Wire.utf8(line), random);
                for (WireFormat format : List.of(OPENAI, ANTHROPIC)) {
                    typed(() -> request(format).accept(body));
                    typed(() -> response(format).accept(body));
                    typed(() -> streamed(format).accept(Wire.utf8("data: " + Wire.text(body) + "\n\n")));
                    assertThat(format.decodeError(400, body, null).help()).isNotBlank();
                }
            }
        }
    }

    private static void typed(Runnable use) {
        try {
            use.run();
        } catch (LlmRouterException e) {
            assertThat(e.help()).isNotBlank();
        }
    }

    private static void write(ChatResponse response) {
        for (WireFormat target : List.of(OPENAI, ANTHROPIC)) {
            byte[] out = target.encodeResponse(response);
            assertThat(tree(out).isObject()).isTrue();
            assertThat(Unicode.malformedUtf8(out)).isEqualTo(-1);
        }
    }

    private static void assertEvents(byte[] bytes) {
        new SseReader(1_000_000).read(java.nio.ByteBuffer.wrap(bytes), event -> {
            if (!event.data().equals("[DONE]")) {
                assertThat(tree(event.data()).isObject()).isTrue();
            }
        });
        assertThat(Unicode.malformedUtf8(bytes)).isEqualTo(-1);
    }
}
