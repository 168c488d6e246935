package io.llmrouter.wire;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a provider asks to wait where it says so in words only, such as {@code Please try again in 1.5s}. */
final class RetryWords {
    private static final Pattern WAIT =
            Pattern.compile("(?:try again|retry) in (?:(\\d{1,3})m(?=\\d))?(\\d{1,6}(?:\\.\\d{1,9})?) ?(ms|s|m)");
    private static final int MAX_SCANNED = 4_096;
    /** As for waits that headers ask for. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private RetryWords() {}

    static @Nullable Duration in(String message) {
        String words =
                message.substring(0, Math.min(message.length(), MAX_SCANNED)).toLowerCase(Locale.ROOT);
        Matcher wait = WAIT.matcher(words);
        if (!wait.find()) {
            return null;
        }
        int unit =
                switch (wait.group(3)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    default -> 60_000;
                };
        var millis = new BigDecimal(wait.group(2)).multiply(BigDecimal.valueOf(unit));
        int minutes = wait.group(1) == null ? 0 : Integer.parseInt(wait.group(1));
        Duration asked = Duration.ofMillis(millis.longValue()).plusMinutes(minutes);
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
