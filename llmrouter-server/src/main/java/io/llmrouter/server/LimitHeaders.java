package io.llmrouter.server;

import io.llmrouter.core.limits.Item.Unit;
import io.llmrouter.core.limits.Tab;
import java.time.Duration;

/** Tells clients where their limits stand, by the headers of OpenAI. */
final class LimitHeaders {
    private LimitHeaders() {}

    static void set(ResponseChannel channel, Tab tab) {
        set(channel, tab, Unit.REQUESTS, "requests");
        set(channel, tab, Unit.TOKENS, "tokens");
    }

    private static void set(ResponseChannel channel, Tab tab, Unit unit, String name) {
        tab.level(unit).ifPresent(level -> {
            channel.header("x-ratelimit-limit-" + name, Long.toString(level.capacity()));
            channel.header(
                    "x-ratelimit-remaining-" + name,
                    Long.toString(level.standing().remaining()));
            channel.header("x-ratelimit-reset-" + name, text(level.standing().resetAfter()));
        });
    }

    /** A duration as OpenAI writes it: {@code 120ms}, {@code 17s}, {@code 6m0s}. */
    static String text(Duration time) {
        long millis = Math.max(0, time.plusNanos(999_999).toMillis());
        if (millis < 1_000) {
            return millis + "ms";
        }
        long seconds = (millis + 999) / 1_000;
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }
}
