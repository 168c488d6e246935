package io.llmrouter.core.memory;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest decisions, searched one by one.
 *
 * <p>A ring of blocks: adding a decision costs the same however many there are, and overwrites the oldest once it is
 * full. Safe for concurrent use; a search and an addition wait for each other in one block only.
 */
final class MemoryIndex {
    private final AtomicReferenceArray<@Nullable MemoryBlock> blocks;
    private final int blockSize;
    private final AtomicLong added = new AtomicLong();

    /** Creates an index of as many decisions as the blocks hold together. */
    MemoryIndex(int blocks, int blockSize) {
        this.blocks = new AtomicReferenceArray<>(blocks);
        this.blockSize = blockSize;
    }

    /**
     * A decision.
     *
     * @param query as much of the message as is shown
     */
    record Entry(String query, String model, @Nullable String user) {}

    /** Adds a decision on a message of that embedding, of {@link LexicalEncoder#DIMENSIONS}. */
    void add(Entry entry, Embedding embedding) {
        long number = added.getAndIncrement();
        int place = (int) (number / blockSize % blocks.length());
        MemoryBlock block = blocks.get(place);
        if (block == null) {
            var fresh = new MemoryBlock(blockSize);
            MemoryBlock other = blocks.compareAndExchange(place, null, fresh);
            block = other == null ? fresh : other;
        }
        block.put((int) (number % blockSize), entry, number, embedding);
    }

    /** The decisions that resemble a message most, the most similar first, the newer first among equals. */
    List<PastDecision> nearest(Embedding embedding, int most, Predicate<Entry> filter) {
        var best = new BestHits(most, filter);
        for (int i = 0; i < blocks.length(); i++) {
            MemoryBlock block = blocks.get(i);
            if (block != null) {
                block.search(embedding, best);
            }
        }
        return best.sorted();
    }
}
