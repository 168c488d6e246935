package io.llmrouter.core.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads numbers, flags and durations from their text. */
final class Scalars {
    static final String DURATION = "a duration such as 500ms, 5s, 2m or 1h, or a number of seconds";
    static final String FLAG = "true or false";

    static final Set<String> TRUE = Set.of("true", "yes", "y", "on", "1");
    static final Set<String> FALSE = Set.of("false", "no", "n", "off", "0");

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d[\\d_]*(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?");
    private static final Pattern DURATION_TEXT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h)?");
    private static final int MAX_DIGITS = 40;
    private static final BigDecimal GREATEST = new BigDecimal("1e15");
    private static final Duration LONGEST = Duration.ofDays(365);

    private Scalars() {}

    static Optional<Boolean> flag(String text) {
        var word = text.strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return Optional.of(true);
        }
        return FALSE.contains(word) ? Optional.of(false) : Optional.empty();
    }

    /** A decimal number of at most 1e15; {@code 100_000} is one, as YAML 1.1 has it. */
    static Optional<BigDecimal> number(String text) {
        var digits = text.strip();
        if (digits.length() > MAX_DIGITS || !NUMBER.matcher(digits).matches()) {
            return Optional.empty();
        }
        var number = new BigDecimal(digits.replace("_", ""));
        return number.abs().compareTo(GREATEST) > 0 ? Optional.empty() : Optional.of(number);
    }

    static Optional<Integer> integer(String text) {
        return number(text).filter(Scalars::isInt).map(BigDecimal::intValueExact);
    }

    private static boolean isInt(BigDecimal number) {
        var inRange = number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
        return inRange && number.remainder(BigDecimal.ONE).signum() == 0;
    }

    /** A duration from zero to a year. */
    static Optional<Duration> duration(String text) {
        var match = DURATION_TEXT.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var unit = match.group(2) == null ? "s" : match.group(2);
        long nanos =
                switch (unit) {
                    case "ms" -> 1_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> 1_000_000_000L;
                };
        var total = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(nanos));
        if (total.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(total.longValue()));
    }
}
