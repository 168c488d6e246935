package io.llmrouter.learned.cascade;

import java.util.Locale;
import java.util.Optional;

/** The ways to choose when the next model is asked. */
public enum CascadeMethod {
    /** Below a share. */
    THRESHOLD("Threshold"),
    /** Between two shares: below the lower one the next model is not expected to help either. */
    DOUBLE_THRESHOLD("DoubleThreshold"),
    /** Below one half, whatever the data say. */
    SELF_CONSISTENCY("SelfConsistency"),
    /** In the bins where the next model gained the most in training. */
    GREEDY_POMDP("GreedyPOMDP"),
    /** In the bins where it is most likely, by Bayes, that only the next model is right. */
    FULL_POMDP("FullPOMDP"),
    /** Whichever of the thresholds and the two POMDPs does best. */
    POMDP("POMDP");

    private final String label;

    CascadeMethod(String label) {
        this.label = label;
    }

    /** The name in files, such as {@code POMDP}. */
    public String label() {
        return label;
    }

    /** The method of a name, in any case. */
    public static Optional<CascadeMethod> named(String name) {
        String wanted = name.replace("_", "").toLowerCase(Locale.ROOT);
        if (wanted.equals("pomdpsimple")) {
            return Optional.of(FULL_POMDP);
        }
        for (CascadeMethod method : values()) {
            if (method.label.toLowerCase(Locale.ROOT).equals(wanted)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }
}
