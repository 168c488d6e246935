package io.llmrouter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventStreamEncoderTest {

    /** The vectors are those of the Amazon Event Stream Specification. */
    @Test
    void anEmptyMessageIsByteForByteTheSpecifications() {
        assertThat(EventStreamEncoder.message(Map.of(), new byte[0]))
                .isEqualTo(hex("000000100000000005c248eb7d98c8ff"));
    }

    @Test
    void aMessageWithAHeaderAndAPayloadIsByteForByteTheSpecifications() {
        byte[] payload = "{'foo':'bar'}".getBytes(StandardCharsets.UTF_8);
        assertThat(EventStreamEncoder.message(Map.of("content-type", "application/json"), payload))
                .isEqualTo(
                        hex("0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e"
                                + "7b27666f6f273a27626172277d8d9c08b1"));
    }

    @Test
    void aMultiByteHeaderAndPayloadCountInBytes() throws Exception {
        byte[] payload = "{\"text\":\"grüße 🎈\"}".getBytes(StandardCharsets.UTF_8);
        var message = EventStreamReader.read(EventStreamEncoder.event("größe", payload))
                .get(0);
        assertThat(message.type()).isEqualTo("größe");
        assertThat(message.json().path("text").asString()).isEqualTo("grüße 🎈");
    }

    @Test
    void anExceptionNamesItsType() throws Exception {
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        var message = EventStreamReader.read(EventStreamEncoder.exception("throttlingException", payload))
                .get(0);
        assertThat(message.headers())
                .containsEntry(":message-type", "exception")
                .containsEntry(":exception-type", "throttlingException")
                .containsEntry(":content-type", "application/json");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
