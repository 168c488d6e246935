package io.llmrouter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Fault.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    @ParameterizedTest
    @CsvSource({
        "fault-status-503, STATUS, 503",
        "fault-status-1, STATUS, 400",
        "fault-context-length, STATUS, 400",
        "fault-content-policy, STATUS, 400",
        "fault-no-prefill, NO_PREFILL, 400",
        "fault-down-for-60, DOWN, 503",
        "fault-throttled-at-4, ERROR_IN_STREAM, 4",
        "fault-model-error-at-4, ERROR_IN_STREAM, 4",
        "fault-reset, RESET, 0",
        "fault-close, CLOSE, 0",
        "fault-silence, SILENCE, 0",
        "fault-silence-after-headers, SILENCE_AFTER_HEADERS, 0",
        "fault-die-after-40, DIE, 40",
        "fault-cut-after-40, CUT, 40",
        "fault-end-after-40, END, 40",
        "fault-stall-after-20, STALL, 20",
        "fault-invalid-json-at-3, INVALID_JSON, 3",
        "fault-error-at-0, ERROR_IN_STREAM, 0",
        "fault-no-done, NO_DONE, 0",
        "fault-no-done-kept-open, NO_DONE_KEPT_OPEN, 0",
        "fault-empty, EMPTY_BODY, 0",
        "fault-html, HTML, 0",
        "fault-garbage, GARBAGE, 0",
        "fault-huge-error-5000, STATUS, 500",
        "fault-echo-key, ECHO_KEY, 401",
        "fault-bad-crc, BAD_CRC, 0",
        "fault-trickle-5, TRICKLE, 0",
    })
    void aNameOfTheTableIsItsFault(String model, Kind kind, int number) {
        List<Answer> answers = Faults.byModelName(model);
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).fault().kind()).isEqualTo(kind);
        assertThat(answers.get(0).fault().number()).isEqualTo(number);
    }

    @Test
    void numbersOtherThanChunksArriveToo() {
        assertThat(fault("fault-retry-after-7").headers()).containsEntry("Retry-After", "7");
        assertThat(fault("fault-huge-error-5000").message(WireKind.OPENAI)).hasSize(5_000);
        assertThat(fault("fault-trickle-5").pause()).isEqualTo(Duration.ofMillis(5));
        assertThat(fault("fault-context-length").code(WireKind.OPENAI)).isEqualTo("context_length_exceeded");
        assertThat(fault("fault-context-length").code(WireKind.BEDROCK)).isEqualTo("ValidationException");
        Answer late = Faults.byModelName("fault-first-token-after-20").get(0);
        assertThat(late.pace().firstToken()).isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gpt-x", "fault-", "fault-unknown", "fault-status", "fault-status-", "fault-status-x", "-once"})
    void anyOtherNameIsNone(String model) {
        assertThat(Faults.byModelName(model)).isEmpty();
    }

    @Test
    void aFaultThatHappensOnceIsFollowedByAWholeAnswer() throws Exception {
        try (FakeProvider fake = FakeProvider.start().withFaultModels()) {
            var caller = new Caller(fake);
            assertThat(caller.ask(WireKind.OPENAI, "fault-status-503-once", false)
                            .statusCode())
                    .isEqualTo(503);
            assertThat(caller.ask(WireKind.OPENAI, "fault-status-503-once", false)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(caller.ask(WireKind.BEDROCK, "fault-status-429", true).statusCode())
                    .isEqualTo(429);
            assertThat(caller.ask(WireKind.BEDROCK, "fault-status-429", true).statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    void anAnswerThatAFaultLetsThroughHas68Words() throws Exception {
        try (FakeProvider fake = FakeProvider.start().withFaultModels()) {
            new Caller(fake).ask(WireKind.BEDROCK, "fault-no-done", true);
            assertThat(fake.requests().get(0).chunksWritten()).isEqualTo(68);
        }
    }

    @Test
    void withoutTheSettingTheNamesMeanNothing() throws Exception {
        try (FakeProvider fake = FakeProvider.start()) {
            assertThat(new Caller(fake).text(WireKind.BEDROCK, "fault-reset")).isEqualTo("echo: Hi there");
        }
    }

    private static Fault fault(String model) {
        return Faults.byModelName(model).get(0).fault();
    }

    @Test
    void everyDescribedNameIsAFault() {
        assertThat(Faults.descriptions()).hasSize(28);
        assertThat(Faults.descriptions().keySet())
                .allSatisfy(name ->
                        assertThat(Faults.byModelName(name.replace("N", "3"))).hasSize(1));
    }
}
