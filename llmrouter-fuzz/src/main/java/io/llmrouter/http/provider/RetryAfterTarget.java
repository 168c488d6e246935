package io.llmrouter.http.provider;

import io.llmrouter.fuzz.Check;
import io.llmrouter.http.HttpHead;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** How long an answer's head asks to wait, and an error's text without keys. */
public final class RetryAfterTarget {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);
    private static final String SECRET = "sk-proj-0123456789abcdef";
    private static final Redaction REDACTION = new Redaction(List.of(SECRET, "pass"));

    private RetryAfterTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        for (String header : List.of("retry-after", "retry-after-ms")) {
            Duration wait = RetryAfter.of(new Head(header, text), CLOCK);
            Check.that(
                    wait == null || (!wait.isNegative() && wait.compareTo(Duration.ofDays(365)) <= 0),
                    "a wait of " + wait);
        }
        for (String around : List.of(text, SECRET + text, text + SECRET)) {
            String clean = REDACTION.redact(around);
            Check.that(!clean.contains(SECRET) && !clean.contains("pass"), "a key in an error");
        }
    }

    private record Head(String name, String value) implements HttpHead {
        @Override
        public int status() {
            return 429;
        }

        @Override
        public Optional<String> header(String wanted) {
            return wanted.equals(name) ? Optional.of(value) : Optional.empty();
        }
    }
}
