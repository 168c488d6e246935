package io.llmrouter.learned.strategy;

import java.util.HashMap;
import java.util.Map;

/**
 * Scores as changes of sums: for each kind of queries and each model successes and failures, which the scores before them
 * count the less for. They can be applied to the sums of any book. Not safe for concurrent use.
 */
final class ScoreChanges {
    private final int models;
    private final double discount;
    private final Map<Integer, Change> byKind = new HashMap<>();

    ScoreChanges(int models, double discount) {
        this.models = models;
        this.discount = discount;
    }

    /** What the scores of a kind come to: what is before them counts {@code faded} times, and their sums are added. */
    private static final class Change {
        private final double[] sums;
        private double faded = 1;

        Change(int models) {
            sums = new double[2 * models];
        }

        void follow(double fades, double[] added) {
            faded *= fades;
            for (int i = 0; i < sums.length; i++) {
                sums[i] = fades * sums[i] + added[i];
            }
        }
    }

    boolean isEmpty() {
        return byKind.isEmpty();
    }

    void add(int kind, int model, double score) {
        double[] added = new double[2 * models];
        added[2 * model] = score;
        added[2 * model + 1] = 1 - score;
        change(kind).follow(discount, added);
    }

    /** Adds the changes that came after these. */
    void add(ScoreChanges later) {
        later.byKind.forEach((kind, change) -> change(kind).follow(change.faded, change.sums));
    }

    private Change change(int kind) {
        return byKind.computeIfAbsent(kind, none -> new Change(models));
    }

    /** Changes sums, for each model successes, then failures. */
    void applyTo(Map<Integer, double[]> sums) {
        byKind.forEach((kind, change) -> {
            double[] changed = sums.computeIfAbsent(kind, none -> new double[2 * models]);
            for (int i = 0; i < changed.length; i++) {
                changed[i] = change.faded * changed[i] + change.sums[i];
            }
        });
    }
}
