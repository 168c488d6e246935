package io.llmrouter.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of a configuration's tree, with its place. Immutable; alike whether it comes from YAML or from code. */
sealed interface Value {

    Place place();

    /** A key without a value, or an explicit null. */
    record Nothing(Place place) implements Value {}

    /**
     * A text, number or flag; which of them is decided by the key it belongs to.
     *
     * @param text the text with its variables expanded
     * @param quoted whether it was written as a text, and so is one where no key decides
     * @param unset the variables that the text needs and that are not set
     */
    record Scalar(Place place, String text, boolean quoted, List<String> unset) implements Value {
        Scalar(Place place, String text, boolean quoted) {
            this(place, text, quoted, List.of());
        }

        /** Whether it says nothing, as an empty text does. */
        boolean isBlank() {
            return text.isBlank();
        }

        @Override
        public String toString() {
            return "a value at " + place;
        }
    }

    /** A list. */
    record Items(Place place, List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A section: keys with values, in the order of the file. */
    record Fields(Place place, Map<String, Value> fields) implements Value {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        static Fields empty(Place place) {
            return new Fields(place, Map.of());
        }

        @Nullable
        Value get(String key) {
            return fields.get(key);
        }

        /** The section under a key; an empty one if there is none. */
        Fields section(String key) {
            return fields.get(key) instanceof Fields section ? section : empty(place.key(key));
        }
    }

    /** What an error says of a value; a secret is not shown. */
    static String describe(Value value, boolean secret) {
        if (value instanceof Scalar scalar) {
            return secret ? "a text" : quoted(scalar.text());
        }
        if (value instanceof Items) {
            return "a list";
        }
        return value instanceof Fields ? "a section" : "nothing";
    }

    /** A text in quotes, on one line and not too long. */
    static String quoted(String text) {
        var shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return "'" + shown.replaceAll("\\p{Cntrl}", " ") + "'";
    }
}
