package io.llmrouter.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Usage;
import io.llmrouter.cli.chaos.Outcome.Failure;
import io.llmrouter.cli.chaos.Wall.Arrival;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Policy POLICY = new Policy("a", List.of("a", "b"), false, false);
    private static final Usage USAGE = Usage.reported(Wall.INPUT_TOKENS, Wall.WORDS);
    private static final Failure TYPED = new Failure("ProviderUnavailableException", "503");

    @Test
    void aWholeAnswerInTimePasses() {
        assertThat(judged("S04", whole("b", 1), "a", "a", "b").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void anErrorInTimeIsSafe() {
        Result result = judged("S04", failed(TYPED, 1), "a", "a");
        assertThat(result.verdict()).isEqualTo(Verdict.SAFE);
        assertThat(result.what()).isEqualTo("ProviderUnavailableException: 503");
    }

    @Test
    void aHangFails() {
        assertFails(judged("S06", failed(Failure.HANG, 90), "a"), "no end within 90.0 s");
    }

    @Test
    void halfAnAnswerAsIfWholeFails() {
        String half = Wall.TEXT.substring(0, Wall.TEXT.indexOf("word41"));
        assertFails(judged("S08", answer(half, "a", 1), "a"), "40 of 60 tokens presented as the whole answer");
        assertFails(judged("S08", answer("", "a", 1), "a"), "0 of 60 tokens");
    }

    @Test
    void aSeamFails() {
        String twice = Wall.TEXT.replace("word40 ", "word40  ");
        assertFails(judged("S08", answer(twice, "b", 1), "a", "b"), "garbled");
    }

    @Test
    void whatComesTooLateFailsWhetherAnswerOrError() {
        assertFails(judged("S07", whole("b", 16), "a", "b"), "answered after 16.0 s, at most 15.0 s allowed");
        assertFails(judged("S04", failed(TYPED, 31), "a"), "ended after 31.0 s");
    }

    @Test
    void tooManyAttemptsFail() {
        assertFails(judged("S04", whole("b", 1), "a", "a", "a", "a", "a", "a", "a", "b"), "7 attempts on a, at most 6");
        assertFails(judged("S02", whole("b", 1), "a", "a", "a", "a", "a", "b"), "5 attempts in 3.0 s, at most 4");
        assertFails(judged("S12", whole("b", 1), "a", "a", "b"), "2 attempts on a, expected 1");
    }

    @Test
    void aRetryBeforeItsTimeFailsUnlessWithAnotherKey() {
        Outcome answered = whole("a", 1);
        assertFails(judge("S01", POLICY, List.of(answered), at(0, "k1"), at(1.7, "k1")), "asked again after 1.7 s");
        assertThat(judge("S01", POLICY, List.of(answered), at(0, "k1"), at(1.9, "k1"))
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judge("S01", POLICY, List.of(answered), at(0, "k1"), at(0.1, "k2"))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void anotherModelWhereTheFirstWasToBeAskedAgainFails() {
        assertFails(judged("S03", whole("b", 1), "a", "b"), "answered by b, expected a again");
    }

    @Test
    void theDueErrorPassesUnlessThePolicyKnowsMore() {
        Outcome tooLong = failed(new Failure("ContextLengthException", "Input is too long"), 1);
        assertThat(judged("S12", tooLong, "a").verdict()).isEqualTo(Verdict.PASS);
        var larger = new Policy("a", List.of("a", "b"), true, false);
        assertThat(judge("S12", larger, List.of(tooLong), at(0, "k")).verdict()).isEqualTo(Verdict.SAFE);
        assertThat(judged("S13", failed(TYPED, 1), "a").verdict()).isEqualTo(Verdict.SAFE);
    }

    @Test
    void anotherModelAfterARefusalOfContentFails() {
        Outcome refused = failed(new Failure("ContentPolicyException", "the content filtering policy"), 1);
        assertThat(judged("S13", refused, "a").verdict()).isEqualTo(Verdict.PASS);
        assertFails(judged("S13", refused, "a", "b"), "another model was asked");
    }

    @Test
    void aWrongNameOrBillFails() {
        assertFails(judged("S16", whole("a", 1), "a", "b"), "the answer names a, given by b");
        var other = new Outcome(at(0), at(1), Wall.TEXT, "b", Usage.reported(24, 60), List.of(), null, "");
        assertFails(judged("S16", other, "a", "b"), "usage 24 + 60, expected 12 + 60");
        var billed = new Outcome(at(0), at(1), Wall.TEXT, "b", USAGE, List.of(new BigDecimal("0.1")), null, "");
        assertFails(judged("S16", billed, "a", "b"), "failed attempts were billed");
    }

    @Test
    void aKeyOrAFloodInAnErrorFails() {
        assertFails(judged("F14", heard("Bearer " + WallConfig.KEY + "0"), "a", "b"), "the key was repeated");
        assertFails(judged("F13", heard("x".repeat(30_000)), "a", "b"), "an error text of 30000 characters");
    }

    @Test
    void anOutagePassesWhenTheCircuitOpensAndTheModelIsBack() {
        assertThat(outage(new int[] {2, 2, 1, 0, 1}, 72).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void anOutageFailsWithoutACircuitOrAReturnOrWithSeveralProbes() {
        int[] always = IntStream.range(0, 15).map(i -> 2).toArray();
        assertFails(outage(always, 72), "the circuit never opened");
        assertFails(outage(new int[] {2, 2, 1, 0, 2}, 72), "2 attempts at 16.0 s, although the circuit was open");
        assertFails(outage(new int[] {2, 2, 1, 0, 1}, 92), "a was not used again within 30.0 s of its recovery");
    }

    /** A request every 4 s; the attempts on the first model by request, and when it answers again. */
    private static Result outage(int[] attempts, int backAt) {
        var outcomes = new ArrayList<Outcome>();
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < 25; i++) {
            boolean back = i * 4 >= backAt;
            int tries = back ? 1 : i < attempts.length ? attempts[i] : 0;
            for (int n = 0; n < tries; n++) {
                arrivals.add(at(i * 4 + n / 10.0, "k"));
            }
            outcomes.add(new Outcome(
                    Duration.ofSeconds(i * 4L), at(1), Wall.TEXT, back ? "a" : "b", USAGE, List.of(), null, ""));
        }
        return judge("S15", POLICY, outcomes, arrivals.toArray(Arrival[]::new));
    }

    private static void assertFails(Result result, String because) {
        assertThat(result.verdict()).as(result.what()).isEqualTo(Verdict.FAIL);
        assertThat(result.what()).contains(because);
    }

    private static Result judged(String id, Outcome outcome, String... asked) {
        var arrivals = new ArrayList<Arrival>();
        for (String model : asked) {
            arrivals.add(new Arrival(model, Duration.ofMillis(arrivals.size() * 100L), "k" + arrivals.size()));
        }
        return judge(id, POLICY, List.of(outcome), arrivals.toArray(Arrival[]::new));
    }

    private static Result judge(String id, Policy policy, List<Outcome> outcomes, Arrival... arrivals) {
        return new Judge(Scenarios.byId(id).orElseThrow(), new Sighting(policy, outcomes, List.of(arrivals))).result();
    }

    private static Outcome whole(String model, double seconds) {
        return answer(Wall.TEXT, model, seconds);
    }

    private static Outcome answer(String text, String model, double seconds) {
        return new Outcome(at(0), at(seconds), text, model, USAGE, List.of(), null, "");
    }

    private static Outcome failed(Failure failure, double seconds) {
        return Outcome.failed(at(0), at(seconds), "", failure, "");
    }

    private static Outcome heard(String said) {
        return new Outcome(at(0), at(1), Wall.TEXT, "b", USAGE, List.of(), null, said);
    }

    private static Arrival at(double seconds, String key) {
        return new Arrival("a", at(seconds), key);
    }

    private static Duration at(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
