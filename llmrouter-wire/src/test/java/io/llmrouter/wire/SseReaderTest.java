package io.llmrouter.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.BadResponseException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
    private static final String TANGLED = String.join(
            "",
            "\uFEFF: hello\r\ndata: a\u00e9\ud83d\ude00\r\ndata:b\r\r\n",
            "event: ping\ndata\n\n\rid: 7\nretry: 10\nevent:error\ndata:  two blanks\n\n",
            "event: nothing\n\ndatax: no\ndata: :colon: \u4e16\u754c\n\n");
    private static final List<SseEvent> TANGLED_EVENTS = List.of(
            new SseEvent("", "a\u00e9\ud83d\ude00\nb"),
            new SseEvent("ping", ""),
            new SseEvent("error", " two blanks"),
            new SseEvent("", ":colon: \u4e16\u754c"));

    @Test
    void readsEveryShapeOfLineTheStandardKnows() {
        assertThat(read(TANGLED)).isEqualTo(TANGLED_EVENTS);
    }

    @Test
    void aCutAtAnyByteGivesTheSameEvents() {
        byte[] bytes = TANGLED.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(read(bytes, cut)).as("cut at %d", cut).isEqualTo(TANGLED_EVENTS);
        }
    }

    @Test
    void anyNumberOfRandomCutsGivesTheSameEvents() {
        byte[] bytes = TANGLED.repeat(3).replace("\uFEFF", "").getBytes(StandardCharsets.UTF_8);
        List<SseEvent> expected = read(bytes, 0);
        var random = new Random(20_260_101);
        for (int round = 0; round < 500; round++) {
            var events = new ArrayList<SseEvent>();
            var reader = new SseReader(10_000);
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(random.nextInt(9), bytes.length - at);
                ByteBuffer piece = random.nextBoolean()
                        ? ByteBuffer.wrap(bytes, at, length)
                        : ByteBuffer.allocateDirect(length)
                                .put(bytes, at, length)
                                .flip();
                reader.read(piece, events::add);
                assertThat(piece.hasRemaining()).isFalse();
                at += length;
            }
            reader.end(events::add);
            assertThat(events).isEqualTo(expected);
        }
    }

    @Test
    void readsRandomBytesTheSameWayHoweverTheyAreCut() {
        var random = new Random(42);
        byte[] alphabet = "dataevent: \r\n\n\r:\u00e9\uFEFFx".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2_000; round++) {
            var bytes = new byte[random.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(10) == 0
                        ? (byte) random.nextInt(256)
                        : alphabet[random.nextInt(alphabet.length)];
            }
            List<SseEvent> whole = read(bytes, 0);
            var single = new ArrayList<SseEvent>();
            var reader = new SseReader(10_000);
            for (byte b : bytes) {
                reader.read(ByteBuffer.wrap(new byte[] {b}), single::add);
            }
            reader.end(single::add);
            assertThat(single).isEqualTo(whole);
        }
    }

    @Test
    void tellsTheLastEventWhereItsBlankLineIsMissing() {
        assertThat(read("data: [DONE]")).containsExactly(new SseEvent("", "[DONE]"));
        assertThat(read("data: [DONE]\r")).containsExactly(new SseEvent("", "[DONE]"));
    }

    @Test
    void tellsAnEventAsSoonAsItsBlankLineHasCome() {
        var events = new ArrayList<SseEvent>();
        var reader = new SseReader(100);
        reader.read(ByteBuffer.wrap("data: x\r\n\r".getBytes(StandardCharsets.UTF_8)), events::add);
        assertThat(events).containsExactly(new SseEvent("", "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096})
    void refusesAnEventLargerThanItsBound(int piece) {
        byte[] bytes = ("data: " + "x".repeat(200) + "\n").repeat(10).getBytes(StandardCharsets.UTF_8);
        var reader = new SseReader(1_000);
        assertThatThrownBy(() -> {
                    for (int at = 0; at < bytes.length; at += piece) {
                        reader.read(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)), event -> {});
                    }
                })
                .isInstanceOf(BadResponseException.class)
                .hasMessageContaining("1000 bytes");
    }

    @Test
    void manySmallEventsAreNoLargeOne() {
        var events = new ArrayList<SseEvent>();
        var reader = new SseReader(20);
        byte[] bytes = "data: 0123456789\n\n".repeat(100).getBytes(StandardCharsets.UTF_8);
        reader.read(ByteBuffer.wrap(bytes), events::add);
        assertThat(events).hasSize(100);
    }

    private static List<SseEvent> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static List<SseEvent> read(byte[] bytes, int cut) {
        var events = new ArrayList<SseEvent>();
        var reader = new SseReader(10_000);
        reader.read(ByteBuffer.wrap(bytes, 0, cut), events::add);
        reader.read(ByteBuffer.wrap(bytes, cut, bytes.length - cut), events::add);
        reader.end(events::add);
        return events;
    }
}
