package io.llmrouter.api;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a call is part of, as W3C Trace Context writes it: handed on to the provider's HTTP request.
 *
 * @param traceparent the header of that name: version, trace id, parent id and flags
 * @param tracestate the header of that name; may be empty
 */
public record TraceContext(String traceparent, String tracestate) {
    private static final Pattern TRACEPARENT = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-[\\x21-\\x7e]*)?");
    private static final Pattern TRACESTATE = Pattern.compile("[\\x20-\\x7e\\t]{0,512}");
    private static final int LONGEST = 200;

    public TraceContext {
        if (!isTraceparent(traceparent)) {
            throw new IllegalArgumentException(
                    "traceparent: expected the form 00-<32 hex>-<16 hex>-<2 hex>, found another");
        }
        if (!TRACESTATE.matcher(tracestate).matches()) {
            throw new IllegalArgumentException("tracestate: expected at most 512 printable characters, found others");
        }
    }

    /** What two headers say; empty if the first is absent or malformed. A malformed second one counts as absent. */
    public static Optional<TraceContext> of(@Nullable String traceparent, @Nullable String tracestate) {
        if (traceparent == null || !isTraceparent(traceparent)) {
            return Optional.empty();
        }
        boolean state = tracestate != null && TRACESTATE.matcher(tracestate).matches();
        return Optional.of(new TraceContext(traceparent, state && tracestate != null ? tracestate : ""));
    }

    /** The trace's id: 32 hexadecimal digits. */
    public String traceId() {
        return traceparent.substring(3, 35);
    }

    /** Version 00 has nothing after the flags; later ones may. */
    private static boolean isTraceparent(String text) {
        return text.length() <= LONGEST
                && TRACEPARENT.matcher(text).matches()
                && (text.length() == 55 || !text.startsWith("00"));
    }
}
