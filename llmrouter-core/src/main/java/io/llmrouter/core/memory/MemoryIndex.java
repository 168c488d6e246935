package io.llmrouter.core.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest decisions, searched one by one.
 *
 * <p>A ring: adding one costs the same however many there are, and overwrites the oldest once it is full. Safe for
 * concurrent use without locks, so neither a search nor an addition ever waits for another.
 */
final class MemoryIndex {
    private static final Comparator<Hit> WORST_FIRST =
            Comparator.<Hit>comparingDouble(Hit::similarity).thenComparingLong(Hit::number);

    private final AtomicReferenceArray<@Nullable Entry> ring;
    private final AtomicLong added = new AtomicLong();

    MemoryIndex(int capacity) {
        ring = new AtomicReferenceArray<>(capacity);
    }

    /**
     * A decision.
     *
     * @param query as much of the message as is shown
     */
    record Entry(String query, String model, @Nullable String user, Embedding embedding) {}

    private record Hit(Entry entry, float similarity, long number) {}

    void add(Entry entry) {
        ring.set((int) (added.getAndIncrement() % ring.length()), entry);
    }

    /** The decisions that resemble a vector most, the most similar first, the newer first among equals. */
    List<PastDecision> nearest(Embedding embedding, int most, Predicate<Entry> filter) {
        float[] dense = embedding.dense();
        var best = new PriorityQueue<>(WORST_FIRST);
        long newest = added.get() - 1;
        for (long number = newest; number >= 0 && number > newest - ring.length(); number--) {
            Entry entry = ring.get((int) (number % ring.length()));
            if (entry == null || !filter.test(entry)) {
                continue;
            }
            float similarity = entry.embedding().dot(dense);
            if (similarity <= 0) {
                continue;
            }
            Hit worst = best.size() < most ? null : best.peek();
            if (worst == null || similarity > worst.similarity()) {
                best.add(new Hit(entry, similarity, number));
                if (worst != null) {
                    best.remove();
                }
            }
        }
        var hits = new ArrayList<>(best);
        hits.sort(WORST_FIRST.reversed());
        return hits.stream()
                .map(hit -> new PastDecision(hit.entry().query(), hit.entry().model(), Math.min(1, hit.similarity())))
                .toList();
    }
}
