package io.llmrouter.learned.strategy;

import java.util.HashMap;
import java.util.Map;

/**
 * What scores said of each model for queries of each kind: sums of successes and failures, in which older scores of the
 * kind count less with each new one. Safe for concurrent use.
 */
final class ScoreSums {
    private final int models;
    private final double discount;
    private final Map<Integer, double[]> byKind = new HashMap<>();

    ScoreSums(int models, double discount) {
        this.models = models;
        this.discount = discount;
    }

    /** The sums of a kind: for each model successes, then failures. */
    synchronized double[] of(int kind) {
        double[] sums = byKind.get(kind);
        return sums == null ? new double[2 * models] : sums.clone();
    }

    synchronized void add(int kind, int model, double score) {
        double[] sums = byKind.computeIfAbsent(kind, none -> new double[2 * models]);
        for (int i = 0; i < sums.length; i++) {
            sums[i] *= discount;
        }
        sums[2 * model] += score;
        sums[2 * model + 1] += 1 - score;
    }
}
