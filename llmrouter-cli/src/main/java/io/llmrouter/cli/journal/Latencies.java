package io.llmrouter.cli.journal;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many calls took how many milliseconds: as small for a million calls as for a thousand. Not safe for concurrent use. */
final class Latencies {
    private final TreeMap<Long, Long> calls = new TreeMap<>();
    private long count;

    void add(long millis, long times) {
        calls.merge(millis, times, Long::sum);
        count += times;
    }

    void addAll(Latencies others) {
        others.calls.forEach(this::add);
    }

    /** What that share of the calls did not exceed; {@code null} if there are none. */
    @Nullable
    Long quantile(double share) {
        long before = Math.round(share * (count - 1));
        for (Map.Entry<Long, Long> entry : calls.entrySet()) {
            before -= entry.getValue();
            if (before < 0) {
                return entry.getKey();
            }
        }
        return null;
    }
}
