package io.llmrouter.server;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A bucket that holds as many requests as a minute may have and fills evenly. Safe for concurrent use. */
final class RequestRate {
    private final long perRequest;
    private final long full = TimeUnit.MINUTES.toNanos(1);
    private final LongSupplier nanoTime;
    private long level = full;
    private long at;

    RequestRate(int perMinute, LongSupplier nanoTime) {
        this.perRequest = full / perMinute;
        this.nanoTime = nanoTime;
        this.at = nanoTime.getAsLong();
    }

    /** Takes a request out; 0 if there was one, else the seconds until there will be. */
    synchronized long secondsToWait() {
        long now = nanoTime.getAsLong();
        level = Math.min(full, level + (now - at));
        at = now;
        if (level < perRequest) {
            return TimeUnit.NANOSECONDS.toSeconds(perRequest - level) + 1;
        }
        level -= perRequest;
        return 0;
    }
}
