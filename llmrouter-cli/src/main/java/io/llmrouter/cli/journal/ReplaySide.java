package io.llmrouter.cli.journal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What calls chose, cost and took. Not safe for concurrent use. */
final class ReplaySide {
    private final TreeMap<String, Integer> shares = new TreeMap<>();
    private final Map<String, List<Long>> millisByModel = new HashMap<>();
    private final Map<String, Long> medians = new HashMap<>();
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

    void add(String model, @Nullable BigDecimal usd, @Nullable Long millis) {
        shares.merge(model, 1, Integer::sum);
        if (usd == null) {
            unpriced++;
        } else {
            cost = cost.add(usd);
        }
        if (millis == null) {
            untimed++;
        } else {
            millisByModel.computeIfAbsent(model, name -> new ArrayList<>()).add(millis);
        }
    }

    /** The median of a model; {@code null} if it answered nothing. To be asked once all calls are in. */
    @Nullable
    Long medianMillis(String model) {
        return medians.computeIfAbsent(model, name -> quantile(millisByModel.getOrDefault(name, List.of()), 0.5));
    }

    Summary summary() {
        List<Long> all = millisByModel.values().stream().flatMap(List::stream).toList();
        return new Summary(
                Collections.unmodifiableMap(shares), cost, unpriced, quantile(all, 0.5), quantile(all, 0.95), untimed);
    }

    private static @Nullable Long quantile(List<Long> values, double share) {
        if (values.isEmpty()) {
            return null;
        }
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }
}
