package io.llmrouter.learned.strategy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What scores said of each model for queries of each kind: sums of successes and failures, in which older scores of the
 * kind count less with each new one. It also knows of which kind the last calls were, and which scores another book has not
 * heard of. Safe for concurrent use.
 */
final class ScoreBook {
    private static final int MOST_WAITING = 10_000;
    private static final int LONGEST_ID = 200;

    private final int models;
    private final double discount;
    private Map<Integer, double[]> byKind = new HashMap<>();
    private ScoreChanges changes;
    private final Map<String, Integer> waiting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_WAITING;
        }
    };

    ScoreBook(int models, double discount) {
        this.models = models;
        this.discount = discount;
        this.changes = new ScoreChanges(models, discount);
    }

    int models() {
        return models;
    }

    double discount() {
        return discount;
    }

    /** A call was decided for a query of that kind. */
    synchronized void remember(String requestId, int kind) {
        if (requestId.length() <= LONGEST_ID) {
            waiting.put(requestId, kind);
        }
    }

    /** The kind of a call, told once; {@code null} if it is not known. */
    synchronized @Nullable Integer forget(String requestId) {
        return waiting.remove(requestId);
    }

    /** The sums of a kind: for each model successes, then failures. */
    synchronized double[] of(int kind) {
        double[] sums = byKind.get(kind);
        return sums == null ? new double[2 * models] : sums.clone();
    }

    synchronized void add(int kind, int model, double score) {
        var one = new ScoreChanges(models, discount);
        one.add(kind, model, score);
        one.applyTo(byKind);
        changes.add(one);
    }

    /** The sums of all kinds. */
    synchronized Map<Integer, double[]> all() {
        Map<Integer, double[]> all = new HashMap<>();
        byKind.forEach((kind, sums) -> all.put(kind, sums.clone()));
        return all;
    }

    /** Hands over the scores since the last time. */
    synchronized ScoreChanges take() {
        ScoreChanges taken = changes;
        changes = new ScoreChanges(models, discount);
        return taken;
    }

    /** Takes back scores that could not be handed on. */
    synchronized void takeBack(ScoreChanges taken) {
        taken.add(changes);
        changes = taken;
    }

    /** Takes over sums that hold all scores that were handed over. */
    synchronized void replace(Map<Integer, double[]> shared) {
        byKind = shared;
        changes.applyTo(byKind);
    }
}
