package io.llmrouter.cli.journal;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What calls chose, cost and took, in bounded memory. Not safe for concurrent use. */
final class ReplaySide {
    private final TreeMap<String, Integer> shares = new TreeMap<>();
    private final Map<String, Latencies> latencies = new HashMap<>();
    private BigDecimal cost = BigDecimal.ZERO;
    private int unpriced;
    private int untimed;

    /**
     * Of one side of a replay.
     *
     * @param shares calls by model
     * @param cost in USD, as far as it is known
     * @param unpriced calls whose cost is unknown
     * @param medianMillis half of the calls took no longer; {@code null} if no latency is known
     * @param p95Millis 95 of 100 calls took no longer; {@code null} if no latency is known
     * @param untimed calls of models whose latency is unknown
     */
    record Summary(
            Map<String, Integer> shares,
            BigDecimal cost,
            int unpriced,
            @Nullable Long medianMillis,
            @Nullable Long p95Millis,
            int untimed) {
        int calls() {
            return shares.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Takes a call whose latency is told later, or not at all. */
    void add(String model, @Nullable BigDecimal usd) {
        shares.merge(model, 1, Integer::sum);
        if (usd == null) {
            unpriced++;
        } else {
            cost = cost.add(usd);
        }
    }

    void add(String model, @Nullable BigDecimal usd, long millis) {
        add(model, usd);
        latencies.computeIfAbsent(model, name -> new Latencies()).add(millis, 1);
    }

    /** Has each call take the median of its model in the recording; where that has none it is unknown. */
    void takeMediansOf(ReplaySide recording) {
        latencies.clear();
        untimed = 0;
        shares.forEach((model, calls) -> {
            Latencies known = recording.latencies.get(model);
            Long median = known == null ? null : known.quantile(0.5);
            if (median == null) {
                untimed += calls;
            } else {
                latencies.computeIfAbsent(model, name -> new Latencies()).add(median, calls);
            }
        });
    }

    Summary summary() {
        var all = new Latencies();
        latencies.values().forEach(all::addAll);
        return new Summary(
                Collections.unmodifiableMap(shares), cost, unpriced, all.quantile(0.5), all.quantile(0.95), untimed);
    }
}
