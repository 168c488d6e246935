package io.llmrouter.cli.chaos;

import static io.llmrouter.cli.chaos.Check.answeredByPrimary;
import static io.llmrouter.cli.chaos.Check.atMost;
import static io.llmrouter.cli.chaos.Check.errorsAreShort;
import static io.llmrouter.cli.chaos.Check.keyIsNotRepeated;
import static io.llmrouter.cli.chaos.Check.namesTheFallback;
import static io.llmrouter.cli.chaos.Check.nobodyElseIsAsked;
import static io.llmrouter.cli.chaos.Check.notAskedAgain;
import static io.llmrouter.cli.chaos.Check.usageIsOfTheAnswer;
import static io.llmrouter.cli.chaos.Check.waits;
import static io.llmrouter.cli.chaos.Scenario.always;
import static io.llmrouter.cli.chaos.Scenario.once;
import static io.llmrouter.cli.chaos.Scenario.scripted;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** All scenarios: the sixteen of the scorecard, then further faults. */
public final class Scenarios {
    private static final int HALF = 40;
    private static final int SOME = 20;
    private static final int MANY_BYTES = 5_000_000;
    private static final Outage OUTAGE = new Outage(seconds(60), seconds(30));

    private static final List<Scenario> SCORECARD = List.of(
            once("S01", "429 with Retry-After: 2, once", Fault.status(429).retryAfter(seconds(2)))
                    .check(waits(Duration.ofMillis(1_800)))
                    .check(atMost(2, Duration.ofMillis(1_500)))
                    .check(answeredByPrimary()),
            always("S02", "429 for ever, no header", Fault.status(429))
                    .check(atMost(4, seconds(3)))
                    .check(atMost(6)),
            once("S03", "500, once", Fault.status(500)).check(atMost(2)).check(answeredByPrimary()),
            always("S04", "503 for ever", Fault.status(503)).check(atMost(6)),
            once("S05", "connection reset before any byte, once", Fault.resetBeforeResponse()),
            always("S06", "silence", Fault.silence()).check(notAskedAgain()),
            scripted(
                            "S07",
                            "headers at once, first token after 20 s",
                            (attempt, at, time) -> Wall.whole().firstTokenAfter(time.onClock(seconds(20))))
                    .streamed()
                    .within(seconds(15)),
            always("S08", "the stream dies after 40 of 60 tokens", Fault.dieAfter(HALF))
                    .streamed(),
            once("S09", "silence after 20 tokens, then another request", Fault.stallAfter(SOME))
                    .streamed()
                    .requests(2, Duration.ZERO)
                    .within(seconds(45)),
            always("S10", "one event of the stream is invalid JSON", Fault.invalidJsonAt(SOME))
                    .streamed(),
            always("S11", "a complete stream without its end mark", Fault.noDone())
                    .streamed()
                    .within(seconds(8))
                    .check(usageIsOfTheAnswer()),
            always("S12", "400, the prompt is too long", Fault.contextLength())
                    .due("maximum context|too long", policy -> !policy.hasLargerContext())
                    .check(notAskedAgain()),
            always("S13", "400, refused for its content", Fault.contentPolicy())
                    .due("content filtering policy", policy -> true)
                    .check(notAskedAgain())
                    .check(nobodyElseIsAsked()),
            always("S14", "as S08, and fallbacks refuse a prefill", Fault.dieAfter(HALF))
                    .others(answer -> answer.with(Fault.noPrefill()))
                    .streamed(),
            scripted("S15", "503 for 60 s, a request every 4 s", OUTAGE)
                    .requests(25, seconds(4))
                    .check(OUTAGE),
            always("S16", "503 for ever: who answered, and what is billed", Fault.status(503))
                    .check(namesTheFallback())
                    .check(usageIsOfTheAnswer()));

    private static final List<Scenario> FURTHER = List.of(
            always("F01", "overloaded, within the stream, before the first token", Fault.overloadedInStreamAt(0)),
            always("F02", "overloaded, within the stream, after 20 tokens", Fault.overloadedInStreamAt(SOME))
                    .streamed(),
            always("F03", "throttled, within the stream, before the first token", Fault.throttledInStreamAt(0)),
            always("F04", "throttled, within the stream, after 20 tokens", Fault.throttledInStreamAt(SOME))
                    .streamed(),
            always("F05", "the model fails before the first token", Fault.modelErrorInStreamAt(0)),
            always("F06", "the model fails after 20 tokens", Fault.modelErrorInStreamAt(SOME))
                    .streamed(),
            always("F07", "the stream is cut before the first token", Fault.cutAfter(0)),
            always("F08", "the stream ends without a token", Fault.endAfter(0)),
            always("F09", "the stream ends after 40 of 60 tokens", Fault.endAfter(HALF))
                    .streamed(),
            always("F10", "200 with nothing in it", Fault.emptyBody()),
            always("F11", "200 with a web page", Fault.html()),
            always("F12", "200 with noise", Fault.garbage()),
            always("F13", "500 with 5 MB of text", Fault.hugeError(500, MANY_BYTES))
                    .check(errorsAreShort()),
            always("F14", "an error that repeats the key", Fault.echoKey(401)).check(keyIsNotRepeated()),
            scripted(
                    "F15",
                    "an answer that trickles, a byte every 0.5 s",
                    (attempt, at, time) -> Wall.whole().with(Fault.trickle(time.onClock(Duration.ofMillis(500))))),
            always("F16", "a complete stream without its end mark, left open", Fault.noDoneKeptOpen())
                    .streamed(),
            always("F17", "closed before any byte", Fault.closeBeforeResponse()),
            always("F18", "headers, then silence", Fault.silenceAfterHeaders()).check(notAskedAgain()),
            always("F19", "the stream dies, and fallbacks answer in other words", Fault.dieAfter(HALF))
                    .others(answer -> Answer.text("In other words: " + Wall.TEXT))
                    .streamed()
                    .due("could not be completed", policy -> true));

    private Scenarios() {}

    /** The sixteen of the scorecard. */
    public static List<Scenario> scorecard() {
        return SCORECARD;
    }

    /** Faults beyond the scorecard. */
    public static List<Scenario> further() {
        return FURTHER;
    }

    /** The scenario of an id, in any case of letters. */
    public static Optional<Scenario> byId(String id) {
        String wanted = id.toUpperCase(Locale.ROOT);
        return Stream.concat(SCORECARD.stream(), FURTHER.stream())
                .filter(scenario -> scenario.id().equals(wanted))
                .findFirst();
    }

    private static Duration seconds(int number) {
        return Duration.ofSeconds(number);
    }
}
