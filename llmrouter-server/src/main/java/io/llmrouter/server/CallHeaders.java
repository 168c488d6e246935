package io.llmrouter.server;

import io.llmrouter.api.ChatRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client says of a call in headers, since the formats of chats have no field for it. */
final class CallHeaders {
    static final String TIMEOUT = "x-llmrouter-timeout";
    static final String SESSION = "x-llmrouter-session";
    static final String PRIORITY = "x-llmrouter-priority";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)(ms|s|m)?");
    private static final int LONGEST_SESSION = 200;

    private CallHeaders() {}

    /**
     * The request with what its headers say.
     *
     * @throws Problem if that makes no sense
     */
    static ChatRequest applyTo(ChatRequest request, HttpHeaders headers) {
        String timeout = headers.get(TIMEOUT);
        String session = headers.get(SESSION);
        String priority = headers.get(PRIORITY);
        if (timeout == null && session == null && priority == null) {
            return request;
        }
        ChatRequest.Builder changed = request.toBuilder();
        if (timeout != null) {
            changed.deadline(duration(timeout.strip()));
        }
        if (session != null) {
            var tags = new HashMap<>(request.tags());
            tags.put("session", session(session));
            changed.tags(tags);
        }
        if (priority != null) {
            changed.options(request.options().withPriority(priority(priority.strip())));
        }
        return changed.build();
    }

    private static int priority(String digit) {
        if (digit.length() != 1 || digit.charAt(0) < '0' || digit.charAt(0) > '9') {
            throw wrong(PRIORITY, "a digit from 0 to 9, the greater the sooner");
        }
        return digit.charAt(0) - '0';
    }

    private static Duration duration(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            throw wrong(TIMEOUT, "a duration such as 500ms, 5s or 2m, or a number of seconds");
        }
        Duration duration = Duration.ofMillis(new BigDecimal(match.group(1))
                .multiply(BigDecimal.valueOf(millis(match.group(2))))
                .longValue());
        if (duration.isZero()) {
            throw wrong(TIMEOUT, "more than nothing");
        }
        return duration;
    }

    private static long millis(@Nullable String unit) {
        return "ms".equals(unit) ? 1 : "m".equals(unit) ? 60_000 : 1_000;
    }

    private static String session(String name) {
        if (name.isBlank() || name.length() > LONGEST_SESSION) {
            throw wrong(SESSION, "1 to " + LONGEST_SESSION + " characters");
        }
        return name;
    }

    private static Problem wrong(String header, String expected) {
        return Problem.invalid(400, "invalid_header", "Expected in the header " + header + ": " + expected + ".");
    }
}
