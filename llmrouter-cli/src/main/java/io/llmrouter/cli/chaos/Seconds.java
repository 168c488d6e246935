package io.llmrouter.cli.chaos;

import java.time.Duration;
import java.util.Locale;

/** Times as people read them. */
final class Seconds {
    private Seconds() {}

    static String of(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
}
