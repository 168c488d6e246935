package io.llmrouter.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Usage;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallRecordJsonTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        CallRecord call = Calls.answered("req_1", Calls.NOON);

        String line = CallRecordJson.write(call);

        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        assertThat(CallRecordJson.read(line))
                .hasValueSatisfying(read -> assertThat(read)
                        .usingRecursiveComparison()
                        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                        .isEqualTo(call));
    }

    @Test
    void aCallThatEndedBeforeItsDecisionIsReadAgain() {
        CallRecord call = Calls.refused("req_2", Calls.NOON);

        assertThat(CallRecordJson.read(CallRecordJson.write(call))).contains(call);
        assertThat(call.usage()).isEqualTo(Usage.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"time\":\"noon\",\"id\":\"a\"}",
                "{\"time\":\"2026-03-01T12:00:00Z\"}",
                "{\"time\":\"2026-03-01T12:00:00Z\",\"id\":7}",
                "{\"time\":\"2026-03-01T12:00:00Z\",\"id\":\"a\",\"attempts\":[1]}",
                "{\"time\":\"2026-03-01T12:00:00Z\",\"id\":\"a\",\"elapsed_ms\":1e999999999}",
                "{\"time\":\"2026-03-01T12:00:00Z\",\"id\":\"a\"} {}"
            })
    void aLineThatIsNoRecordIsRefused(String line) {
        assertThat(CallRecordJson.read(line)).isEmpty();
    }

    @Test
    void fieldsOfLaterVersionsAreSkipped() {
        String line = "{\"time\":\"2026-03-01T12:00:00Z\",\"id\":\"a\",\"new\":{\"x\":[1,{}]},\"elapsed_ms\":5}";

        assertThat(CallRecordJson.read(line))
                .hasValueSatisfying(call -> assertThat(call.elapsedMillis()).isEqualTo(5));
    }
}
