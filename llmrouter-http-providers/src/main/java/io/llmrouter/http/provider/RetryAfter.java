package io.llmrouter.http.provider;

import io.llmrouter.http.HttpHead;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer asks to wait: {@code retry-after-ms}, {@code Retry-After} as RFC 9110 defines it, or the time of a
 * rate limit that was met.
 */
final class RetryAfter {
    /** Longer waits are as good as this one, and small enough to be counted in milliseconds without care. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private RetryAfter() {}

    /** The wait; {@code null} if the answer names none that can be understood. A date in the past is no wait at all. */
    static @Nullable Duration of(HttpHead head, Clock clock) {
        Optional<Duration> wait = head.header("retry-after-ms")
                .flatMap(text -> number(text, 1))
                .or(() -> head.header("retry-after")
                        .flatMap(text -> number(text, 1000).or(() -> date(text, clock))));
        return wait.orElseGet(() -> head.status() == 429 ? RateLimitReset.of(head, clock) : null);
    }

    private static Optional<Duration> number(String text, double millisOfOne) {
        try {
            double millis = Double.parseDouble(text.strip()) * millisOfOne;
            return millis >= 0
                    ? Optional.of(Duration.ofMillis((long) Math.ceil(Math.min(millis, (double) LONGEST.toMillis()))))
                    : Optional.empty();
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String text, Clock clock) {
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
            Duration wait = Duration.between(clock.instant(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }
}
