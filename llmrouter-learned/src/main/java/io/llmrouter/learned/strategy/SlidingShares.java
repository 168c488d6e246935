package io.llmrouter.learned.strategy;

import java.util.Arrays;

/** How often each model is among the last choices. Not safe for concurrent use. */
final class SlidingShares {
    private static final int NONE = -1;

    private final int[] last;
    private final int[] counts;
    private int next;

    SlidingShares(int models, int size) {
        counts = new int[models];
        last = new int[size];
        Arrays.fill(last, NONE);
    }

    void add(int model) {
        if (last[next] != NONE) {
            counts[last[next]]--;
        }
        last[next] = model;
        counts[model]++;
        next = (next + 1) % last.length;
    }

    /** The share of each model, from 0 to 1. */
    double[] shares() {
        int total = Arrays.stream(counts).sum();
        return Arrays.stream(counts)
                .mapToDouble(count -> total == 0 ? 0 : (double) count / total)
                .toArray();
    }
}
