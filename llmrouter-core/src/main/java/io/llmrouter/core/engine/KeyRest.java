package io.llmrouter.core.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Until when something rests. Where nobody says how long, each rest that follows the last closely is twice as long. */
final class KeyRest {
    private final long first;
    private final long longest;
    private long until;
    private long length;

    KeyRest(Duration first, Duration longest, long now) {
        this.first = first.toNanos();
        this.longest = longest.toNanos();
        this.until = now;
    }

    /**
     * Begins a rest, or makes the present one longer.
     *
     * @param pause how long; {@code null} if nobody says
     */
    synchronized void begin(long now, @Nullable Duration pause) {
        if (pause != null) {
            until = Math.max(until, now + pause.toNanos());
        } else if (now - until >= 0) {
            boolean soon = length > 0 && now - until <= 2 * length;
            length = soon ? Math.min(2 * length, longest) : first;
            until = now + length;
        }
    }

    /** Nanoseconds until it is over; zero if it is. */
    synchronized long left(long now) {
        return Math.max(0, until - now);
    }
}
