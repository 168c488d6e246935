package io.llmrouter.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** From when on. */
final class SinceOption {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhd])");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only calls from then on: a day such as 2026-03-01, in UTC, or an age such as 7d, 12h, 30m.")
    private @Nullable String since;

    Instant instant() {
        if (since == null) {
            return Instant.EPOCH;
        }
        Matcher ago = AGO.matcher(since);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            Duration age =
                    switch (ago.group(2)) {
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            return Clock.systemUTC().instant().minus(age);
        }
        try {
            return LocalDate.parse(since).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException bad) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--since: expected a day such as 2026-03-01 or an age such as 7d, found '" + since + "'");
        }
    }
}
