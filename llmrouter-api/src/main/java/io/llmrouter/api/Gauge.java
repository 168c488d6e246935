package io.llmrouter.api;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A figure that a strategy wants watched, as it is now.
 *
 * @param name what it is: lower case letters, digits and underscores, such as {@code drift_share}
 * @param help one line for people, with the unit
 * @param labels what tells figures of one name apart, such as the model; the same keys for all of a name
 * @param value the figure
 */
public record Gauge(String name, String help, Map<String, String> labels, double value) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");

    public Gauge {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: expected lower case letters, digits and underscores, found " + name);
        }
        Objects.requireNonNull(help, "help");
        labels = Map.copyOf(labels);
    }

    /** A figure without labels. */
    public static Gauge of(String name, String help, double value) {
        return new Gauge(name, help, Map.of(), value);
    }
}
