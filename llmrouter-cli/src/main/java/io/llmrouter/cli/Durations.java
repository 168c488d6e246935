package io.llmrouter.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as they stand in configurations: {@code 200ms}, {@code 2s}, {@code 1m}. */
final class Durations implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,7})(ms|s|m)");

    @Override
    public Duration convert(String text) {
        Matcher duration = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!duration.matches()) {
            throw new TypeConversionException("expected a duration such as 200ms or 2s, found '" + text + "'");
        }
        long number = Long.parseLong(duration.group(1));
        return switch (duration.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
