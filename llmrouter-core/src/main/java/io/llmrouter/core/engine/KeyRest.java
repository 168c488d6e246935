package io.llmrouter.core.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Until when something rests. Where nobody says how long, each rest that follows the last closely, without an answer in
 * between, is twice as long. Safe for concurrent use.
 */
final class KeyRest {
    private final long first;
    private final long longest;
    private long until;
    /** How long the last rest was; 0 if the next one is not to be longer. Read without the lock by each answer. */
    private volatile long length;

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

    /** A call that began after the rest was answered. */
    void answered(long begunAt) {
        if (length > 0) {
            synchronized (this) {
                if (begunAt - until >= 0) {
                    length = 0;
                }
            }
        }
    }

    /** Nanoseconds until it is over; zero if it is. */
    synchronized long left(long now) {
        return Math.max(0, until - now);
    }
}
