package io.llmrouter.learned.predict;

import java.util.Map;
import java.util.TreeMap;

/** The settings of a learner, by name. Immutable. */
public record Hyperparameters(Map<String, Double> values) {
    /** Nothing set. */
    public static final Hyperparameters NONE = new Hyperparameters(Map.of());

    public Hyperparameters {
        values = Map.copyOf(values);
    }

    /** A value; the fallback if it is not set. */
    public double get(String name, double fallback) {
        return values.getOrDefault(name, fallback);
    }

    /** These with one more. */
    public Hyperparameters with(String name, double value) {
        var more = new TreeMap<>(values);
        more.put(name, value);
        return new Hyperparameters(more);
    }

    /** Such as {@code k=80}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        new TreeMap<>(values)
                .forEach((name, value) -> text.append(text.length() == 0 ? "" : ", ")
                        .append(name)
                        .append('=')
                        .append(value == Math.rint(value) ? Long.toString(value.longValue()) : value.toString()));
        return text.toString();
    }
}
