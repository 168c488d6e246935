package io.llmrouter.http.provider;

import io.llmrouter.http.HttpHead;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a rate limit that was met is over, where the answer does not say how long to wait: the headers of OpenAI
 * ({@code x-ratelimit-reset-requests: 6m0s}) and Anthropic ({@code anthropic-ratelimit-tokens-reset:
 * 2026-01-01T00:00:30Z}).
 */
final class RateLimitReset {
    /** They tell when all is back, which can be long after there is enough. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int LONGEST_TEXT = 64;
    private static final Pattern DURATION = Pattern.compile(
            "(?:(\\d{1,4})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");

    private static final List<Quantity> QUANTITIES = List.of(
            new Quantity("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
            new Quantity("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
            Quantity.ofAnthropic("requests"),
            Quantity.ofAnthropic("tokens"),
            Quantity.ofAnthropic("input-tokens"),
            Quantity.ofAnthropic("output-tokens"));

    private RateLimitReset() {}

    /**
     * The wait until what is used up is back, at most five minutes; of all quantities where none is said to be used up.
     * {@code null} if no header that can be understood tells it.
     */
    static @Nullable Duration of(HttpHead head, Clock clock) {
        Duration ofUsedUp = null;
        Duration ofAll = null;
        for (Quantity quantity : QUANTITIES) {
            Duration wait = head.header(quantity.reset)
                    .flatMap(text -> wait(text.strip(), clock))
                    .orElse(null);
            if (wait != null) {
                ofAll = longer(ofAll, wait);
                if (quantity.isUsedUp(head)) {
                    ofUsedUp = longer(ofUsedUp, wait);
                }
            }
        }
        return ofUsedUp == null ? ofAll : ofUsedUp;
    }

    private static Duration longer(@Nullable Duration one, Duration other) {
        return one == null || one.compareTo(other) < 0 ? other : one;
    }

    private static Optional<Duration> wait(String text, Clock clock) {
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        return duration(text).or(() -> until(text, clock)).map(RateLimitReset::bounded);
    }

    private static Duration bounded(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Optional<Duration> duration(String text) {
        Matcher parts = DURATION.matcher(text);
        return parts.matches()
                ? Optional.of(part(parts.group(1), 3_600_000)
                        .plus(part(parts.group(2), 60_000))
                        .plus(part(parts.group(3), 1_000))
                        .plus(part(parts.group(4), 1)))
                : Optional.empty();
    }

    private static Duration part(@Nullable String number, long millisOfOne) {
        return number == null
                ? Duration.ZERO
                : Duration.ofNanos(new BigDecimal(number)
                        .multiply(BigDecimal.valueOf(millisOfOne * 1_000_000))
                        .longValue());
    }

    private static Optional<Duration> until(String text, Clock clock) {
        try {
            return Optional.of(
                    Duration.between(clock.instant(), OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException | ArithmeticException other) {
            return Optional.empty();
        }
    }

    /** Something of which a minute has so much. */
    private record Quantity(String remaining, String reset) {
        static Quantity ofAnthropic(String name) {
            return new Quantity("anthropic-ratelimit-" + name + "-remaining", "anthropic-ratelimit-" + name + "-reset");
        }

        boolean isUsedUp(HttpHead head) {
            return head.header(remaining)
                    .filter(left -> left.strip().equals("0"))
                    .isPresent();
        }
    }
}
