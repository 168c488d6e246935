package io.llmrouter.testkit;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Faults chosen by the name of the model, so that any client can ask for one.
 *
 * <table>
 * <caption>Names; <i>N</i> is a number</caption>
 * <tr><th>model</th><th>what happens</th></tr>
 * <tr><td>{@code fault-status-N}</td><td>an error of HTTP status <i>N</i>, 400 to 599</td></tr>
 * <tr><td>{@code fault-retry-after-N}</td><td>429 with {@code Retry-After: N}, in seconds</td></tr>
 * <tr><td>{@code fault-context-length}</td><td>{@link Fault#contextLength()}</td></tr>
 * <tr><td>{@code fault-content-policy}</td><td>{@link Fault#contentPolicy()}</td></tr>
 * <tr><td>{@code fault-no-prefill}</td><td>{@link Fault#noPrefill()}</td></tr>
 * <tr><td>{@code fault-reset}</td><td>{@link Fault#resetBeforeResponse()}</td></tr>
 * <tr><td>{@code fault-close}</td><td>{@link Fault#closeBeforeResponse()}</td></tr>
 * <tr><td>{@code fault-silence}</td><td>{@link Fault#silence()}</td></tr>
 * <tr><td>{@code fault-silence-after-headers}</td><td>{@link Fault#silenceAfterHeaders()}</td></tr>
 * <tr><td>{@code fault-first-token-after-N}</td><td>no fault: the first chunk comes after <i>N</i> seconds</td></tr>
 * <tr><td>{@code fault-die-after-N}</td><td>{@link Fault#dieAfter}</td></tr>
 * <tr><td>{@code fault-cut-after-N}</td><td>{@link Fault#cutAfter}</td></tr>
 * <tr><td>{@code fault-end-after-N}</td><td>{@link Fault#endAfter}</td></tr>
 * <tr><td>{@code fault-stall-after-N}</td><td>{@link Fault#stallAfter}</td></tr>
 * <tr><td>{@code fault-invalid-json-at-N}</td><td>{@link Fault#invalidJsonAt}</td></tr>
 * <tr><td>{@code fault-error-at-N}</td><td>{@link Fault#overloadedInStreamAt}</td></tr>
 * <tr><td>{@code fault-throttled-at-N}</td><td>{@link Fault#throttledInStreamAt}</td></tr>
 * <tr><td>{@code fault-model-error-at-N}</td><td>{@link Fault#modelErrorInStreamAt}</td></tr>
 * <tr><td>{@code fault-down-for-N}</td><td>503 for <i>N</i> seconds from the first request, then no fault</td></tr>
 * <tr><td>{@code fault-no-done}</td><td>{@link Fault#noDone()}</td></tr>
 * <tr><td>{@code fault-no-done-kept-open}</td><td>{@link Fault#noDoneKeptOpen()}</td></tr>
 * <tr><td>{@code fault-empty}</td><td>{@link Fault#emptyBody()}</td></tr>
 * <tr><td>{@code fault-html}</td><td>{@link Fault#html()}</td></tr>
 * <tr><td>{@code fault-garbage}</td><td>{@link Fault#garbage()}</td></tr>
 * <tr><td>{@code fault-huge-error-N}</td><td>{@link Fault#hugeError}: 500 with <i>N</i> bytes, at most 16 million</td></tr>
 * <tr><td>{@code fault-trickle-N}</td><td>{@link Fault#trickle}: a byte every <i>N</i> milliseconds</td></tr>
 * <tr><td>{@code fault-echo-key}</td><td>{@link Fault#echoKey}: 401</td></tr>
 * <tr><td>{@code fault-bad-crc}</td><td>{@link Fault#badCrc()}</td></tr>
 * </table>
 *
 * <p>With {@code -once} appended, only the first request of that name meets the fault. An answer that a fault lets
 * through has 68 words.
 */
public final class Faults {
    private static final String ONCE = "-once";
    private static final Pattern NUMBERED = Pattern.compile("(fault-[a-z-]+)-([0-9]{1,8})");

    private static final Map<String, Answer> PLAIN = Map.ofEntries(
            fault("fault-reset", Fault.resetBeforeResponse()),
            fault("fault-close", Fault.closeBeforeResponse()),
            fault("fault-silence", Fault.silence()),
            fault("fault-silence-after-headers", Fault.silenceAfterHeaders()),
            fault("fault-no-done", Fault.noDone()),
            fault("fault-no-done-kept-open", Fault.noDoneKeptOpen()),
            fault("fault-empty", Fault.emptyBody()),
            fault("fault-html", Fault.html()),
            fault("fault-garbage", Fault.garbage()),
            fault("fault-echo-key", Fault.echoKey(401)),
            fault("fault-bad-crc", Fault.badCrc()),
            fault("fault-context-length", Fault.contextLength()),
            fault("fault-content-policy", Fault.contentPolicy()),
            fault("fault-no-prefill", Fault.noPrefill()));

    private static final Map<String, IntFunction<Answer>> WITH_NUMBER = Map.ofEntries(
            Map.entry("fault-status", n -> Answer.fault(Fault.status(bounded(n, 400, 599)))),
            Map.entry("fault-retry-after", n -> Answer.fault(Fault.status(429).retryAfter(Duration.ofSeconds(n)))),
            Map.entry("fault-down-for", n -> Answer.fault(Fault.downFor(Duration.ofSeconds(n)))),
            Map.entry("fault-first-token-after", n -> Answer.faulty().firstTokenAfter(Duration.ofSeconds(n))),
            Map.entry("fault-die-after", n -> Answer.fault(Fault.dieAfter(n))),
            Map.entry("fault-cut-after", n -> Answer.fault(Fault.cutAfter(n))),
            Map.entry("fault-end-after", n -> Answer.fault(Fault.endAfter(n))),
            Map.entry("fault-stall-after", n -> Answer.fault(Fault.stallAfter(n))),
            Map.entry("fault-invalid-json-at", n -> Answer.fault(Fault.invalidJsonAt(n))),
            Map.entry("fault-error-at", n -> Answer.fault(Fault.overloadedInStreamAt(n))),
            Map.entry("fault-throttled-at", n -> Answer.fault(Fault.throttledInStreamAt(n))),
            Map.entry("fault-model-error-at", n -> Answer.fault(Fault.modelErrorInStreamAt(n))),
            Map.entry("fault-huge-error", n -> Answer.fault(Fault.hugeError(500, bounded(n, 0, 16_000_000)))),
            Map.entry("fault-trickle", n -> Answer.fault(Fault.trickle(Duration.ofMillis(n)))));

    private static final Map<String, String> DESCRIPTIONS = described(
            "fault-status-N", "an error of HTTP status N, 400 to 599",
            "fault-retry-after-N", "429 with Retry-After: N, in seconds",
            "fault-down-for-N", "503 for N seconds from the first request, then no fault",
            "fault-context-length", "400: the prompt is too long, in the provider's words",
            "fault-content-policy", "400: refused by the content policy, in the provider's words",
            "fault-no-prefill", "400 to a request that ends with the assistant's message",
            "fault-reset", "the connection is reset before the response",
            "fault-close", "the connection is closed before the response",
            "fault-silence", "the request is never answered",
            "fault-silence-after-headers", "the head of the response comes, its body never",
            "fault-first-token-after-N", "no fault: the first chunk comes after N seconds",
            "fault-die-after-N", "the connection is reset after N chunks",
            "fault-cut-after-N", "the connection is closed after N chunks, within the body",
            "fault-end-after-N", "the body ends properly after N chunks, the answer does not",
            "fault-stall-after-N", "nothing more comes after N chunks",
            "fault-invalid-json-at-N", "chunk N is not JSON",
            "fault-error-at-N", "an error within the stream at chunk N: overloaded",
            "fault-throttled-at-N", "an error within the stream at chunk N: too many requests",
            "fault-model-error-at-N", "an error within the stream at chunk N: the model failed",
            "fault-no-done", "a whole stream without its end mark",
            "fault-no-done-kept-open", "the same, and the response stays open",
            "fault-empty", "status 200 with an empty body",
            "fault-html", "status 200 with a page of HTML",
            "fault-garbage", "status 200 with bytes that are no answer",
            "fault-huge-error-N", "500 with N bytes, at most 16 million",
            "fault-trickle-N", "a byte every N milliseconds",
            "fault-echo-key", "401 whose message repeats the caller's key",
            "fault-bad-crc", "a chunk of a Bedrock stream with a wrong checksum");

    private Faults() {}

    /** What happens by the names of the table, in its order; {@code N} in a name is a number. */
    public static Map<String, String> descriptions() {
        return DESCRIPTIONS;
    }

    private static Map<String, String> described(String... namesAndTexts) {
        Map<String, String> described = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            described.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return Collections.unmodifiableMap(described);
    }

    /** What a model of that name answers, in order, the last for ever; empty if the name is not in the table. */
    public static List<Answer> byModelName(String model) {
        if (model.endsWith(ONCE)) {
            List<Answer> faults = byModelName(model.substring(0, model.length() - ONCE.length()));
            return faults.size() == 1 ? List.of(faults.get(0), Answer.faulty()) : List.of();
        }
        Answer plain = PLAIN.get(model);
        if (plain != null) {
            return List.of(plain);
        }
        Matcher numbered = NUMBERED.matcher(model);
        if (!numbered.matches()) {
            return List.of();
        }
        IntFunction<Answer> fault = WITH_NUMBER.get(numbered.group(1));
        return fault == null ? List.of() : List.of(fault.apply(Integer.parseInt(numbered.group(2))));
    }

    private static Map.Entry<String, Answer> fault(String name, Fault fault) {
        return Map.entry(name, Answer.fault(fault));
    }

    private static int bounded(int value, int min, int max) {
        return Math.max(min, Math.min(max, value));
    }
}
