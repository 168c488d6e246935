package io.llmrouter.learned.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoutingDataExceptionTest {

    @Test
    void aTableOnOneLineIsNotQuotedWhole() {
        var error = RoutingDataException.of("table.json:1", "a JSON object", "\uD83D\uDE00".repeat(100_000));

        assertThat(error.summary())
                .startsWith("table.json:1: expected a JSON object")
                .endsWith("\uD83D\uDE00\u2026")
                .hasSizeLessThanOrEqualTo(1_000);
    }

    @Test
    void aShortMessageStaysAsItIs() {
        assertThat(RoutingDataException.of("t.csv:2", "a score", "none").summary())
                .isEqualTo("t.csv:2: expected a score, found none");
    }
}
