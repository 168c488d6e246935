package io.llmrouter.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Usage;
import java.math.BigDecimal;
import java.util.List;
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
    void whatIsBilledApartIsReadAgain() {
        CallRecord call = Calls.answered("req_1", Calls.NOON);
        var billing = new Usage.Billing(7, 5, 3, "flex", null);
        var usage = new Usage(20, 10, 0, 9, 0, Usage.Source.REPORTED, null, billing);
        CallRecord.Tried last = call.attempts().get(1);
        var billed = new CallRecord.Tried(
                last.model(),
                last.provider(),
                last.waitedMillis(),
                last.millis(),
                last.firstTokenMillis(),
                usage,
                last.cost(),
                last.committed(),
                last.error(),
                last.status(),
                last.forDecision());
        var record = new CallRecord(
                call.time(),
                call.id(),
                call.streamed(),
                call.user(),
                call.tags(),
                call.asked(),
                call.decision(),
                List.of(billed),
                call.model(),
                call.cost(),
                call.dearest(),
                call.elapsedMillis(),
                call.error());

        assertThat(CallRecordJson.read(CallRecordJson.write(record)))
                .hasValueSatisfying(read -> assertThat(read.usage()).isEqualTo(usage));
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
