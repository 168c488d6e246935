package io.llmrouter.core.engine;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How long the last calls took, as many as the window holds. Safe for concurrent use. */
final class LatencyWindow {
    private static final int SIZE = 200;
    /** Of fewer calls nothing can be said. */
    static final int LEAST = 20;
    /** The percentile is worked out anew after as many calls, for it takes sorting. */
    private static final int RENEWAL = 10;

    private final long[] nanos = new long[SIZE];
    private int next;
    private int count;
    private int sinceRenewal = RENEWAL;
    private @Nullable Duration p95;

    synchronized void add(Duration latency) {
        nanos[next] = latency.toNanos();
        next = (next + 1) % SIZE;
        count = Math.min(SIZE, count + 1);
        sinceRenewal++;
    }

    /** As long as 95 of 100 calls took at most; {@code null} where there were too few. */
    synchronized @Nullable Duration p95() {
        if (count >= LEAST && sinceRenewal >= RENEWAL) {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            p95 = Duration.ofNanos(sorted[(count * 95 + 99) / 100 - 1]);
            sinceRenewal = 0;
        }
        return p95;
    }
}
