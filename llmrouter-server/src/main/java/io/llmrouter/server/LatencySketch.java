package io.llmrouter.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Quantiles of durations in bounded memory, each about 10 % exact. Not safe for concurrent use. */
final class LatencySketch {
    private static final double RATIO = 1.2;
    /** The last bucket begins at about half an hour. */
    private static final int BUCKETS = 80;

    private final long[] counts = new long[BUCKETS];
    private long total;

    void add(Duration duration) {
        counts[bucket(duration.toNanos() / 1e6)]++;
        total++;
    }

    private static int bucket(double millis) {
        int exact = millis <= 1 ? 0 : (int) Math.ceil(Math.log(millis) / Math.log(RATIO));
        return Math.min(exact, BUCKETS - 1);
    }

    /** The duration in milliseconds that a share of all durations does not exceed; {@code null} if there is none. */
    @Nullable
    Double quantile(double share) {
        if (total == 0) {
            return null;
        }
        long rank = Math.max(1, (long) Math.ceil(share * total));
        int at = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[at]) {
            at++;
        }
        double middle = at == 0 ? 1 : Math.pow(RATIO, at - 0.5);
        return Math.round(middle * 10) / 10.0;
    }
}
