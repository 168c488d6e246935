package io.llmrouter.core.memory;

import io.llmrouter.core.memory.MemoryIndex.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** The best of what a search found so far; the newer among equals. For one thread. */
final class BestHits {
    private static final Comparator<Hit> WORST_FIRST =
            Comparator.<Hit>comparingDouble(Hit::similarity).thenComparingLong(Hit::number);

    private final PriorityQueue<Hit> hits = new PriorityQueue<>(WORST_FIRST);
    private final int most;
    private final Predicate<Entry> filter;

    private record Hit(Entry entry, float similarity, long number) {}

    BestHits(int most, Predicate<Entry> filter) {
        this.most = most;
        this.filter = filter;
    }

    /**
     * Keeps a decision if it is good enough.
     *
     * @param number the higher the newer
     */
    void offer(Entry entry, float similarity, long number) {
        Hit worst = hits.size() < most ? null : hits.peek();
        boolean better = worst == null
                || similarity > worst.similarity()
                || (similarity == worst.similarity() && number > worst.number());
        if (better && filter.test(entry)) {
            hits.add(new Hit(entry, similarity, number));
            if (worst != null) {
                hits.remove();
            }
        }
    }

    /** The best first. */
    List<PastDecision> sorted() {
        var sorted = new ArrayList<>(hits);
        sorted.sort(WORST_FIRST.reversed());
        return sorted.stream()
                .map(hit -> new PastDecision(hit.entry().query(), hit.entry().model(), Math.min(1, hit.similarity())))
                .toList();
    }
}
