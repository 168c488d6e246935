package io.llmrouter.core.strategy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.spi.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A score for each candidate; {@link Double#NaN} where there is none. Immutable. */
final class Scores {
    private final List<Candidate> candidates;
    private final double[] values;

    private Scores(List<Candidate> candidates, double[] values) {
        this.candidates = candidates;
        this.values = values;
    }

    /** Asks for each candidate's score once, in their order. */
    static Scores of(List<Candidate> candidates, ToDoubleFunction<Candidate> score) {
        double[] values = new double[candidates.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = score.applyAsDouble(candidates.get(i));
        }
        return new Scores(candidates, values);
    }

    double value(int index) {
        return values[index];
    }

    boolean isKnown(int index) {
        return !Double.isNaN(values[index]);
    }

    /** The first of the lowest scores; -1 if there is none at all. */
    int lowest() {
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            if (isKnown(i) && (best < 0 || values[i] < values[best])) {
                best = i;
            }
        }
        return best;
    }

    /** The first of the highest scores; -1 if there is none at all. */
    int highest() {
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            if (isKnown(i) && (best < 0 || values[i] > values[best])) {
                best = i;
            }
        }
        return best;
    }

    /** The decision for a candidate, with all scores. */
    RoutingDecision decision(int chosen, String reason) {
        var considered = new ArrayList<Considered>(values.length);
        for (int i = 0; i < values.length; i++) {
            considered.add(new Considered(candidates.get(i).name(), isKnown(i) ? values[i] : null, null));
        }
        return RoutingDecision.of(candidates.get(chosen).name(), reason, considered);
    }
}
