package io.llmrouter.core.memory;

import io.llmrouter.core.memory.MemoryIndex.Entry;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Some decisions with their vectors.
 *
 * <p>The vectors are stored by dimension, so that a search adds up whole rows, which the compiler does several numbers at
 * a time, and only those rows that the message at hand fills. Safe for concurrent use; searches do not wait for searches.
 */
final class MemoryBlock {
    private final float[][] rows;
    private final @Nullable Entry[] entries;
    private final long[] numbers;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    MemoryBlock(int size) {
        rows = new float[LexicalEncoder.DIMENSIONS][size];
        entries = new Entry[size];
        numbers = new long[size];
    }

    /** Stores a decision in the place of another. */
    void put(int place, Entry entry, long number, Embedding embedding) {
        float[] vector = embedding.dense();
        lock.writeLock().lock();
        try {
            for (int i = 0; i < vector.length; i++) {
                rows[i][place] = vector[i];
            }
            entries[place] = entry;
            numbers[place] = number;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Offers each decision whose message has something in common with one at hand. */
    void search(Embedding embedding, BestHits hits) {
        var similarities = new float[entries.length];
        lock.readLock().lock();
        try {
            embedding.forEach((dimension, weight) -> addRow(similarities, rows[dimension], weight));
            for (int i = 0; i < entries.length; i++) {
                Entry entry = entries[i];
                if (entry != null && similarities[i] > 0) {
                    hits.offer(entry, similarities[i], numbers[i]);
                }
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    private static void addRow(float[] sums, float[] row, float weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * row[i];
        }
    }
}
