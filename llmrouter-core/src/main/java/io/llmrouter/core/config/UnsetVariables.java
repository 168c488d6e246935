package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds variables that are needed and not set. */
final class UnsetVariables {
    private UnsetVariables() {}

    /**
     * Reports those of all sections but the named ones.
     *
     * @param exempt the keys of sections where an unset variable does no harm, or is judged elsewhere
     */
    static void reportAll(Fields root, Set<String> exempt, Problems problems) {
        List<Scalar> unset = new ArrayList<>();
        root.fields().forEach((name, value) -> {
            if (!exempt.contains(name) && !name.startsWith(ConfigKeys.IGNORED_PREFIX)) {
                collect(value, unset);
            }
        });
        unset.forEach(scalar -> report(scalar, problems));
    }

    /** Adds the texts in a value that need a variable that is not set. */
    static void collect(Value value, List<Scalar> into) {
        if (value instanceof Scalar scalar && !scalar.unset().isEmpty()) {
            into.add(scalar);
        } else if (value instanceof Items list) {
            list.items().forEach(item -> collect(item, into));
        } else if (value instanceof Fields section) {
            section.fields().values().forEach(field -> collect(field, into));
        }
    }

    static void report(Scalar scalar, Problems problems) {
        for (String name : scalar.unset()) {
            var expected =
                    "the variable " + name + " to be set: `export " + name + "=...`, or write ${" + name + ":-default}";
            problems.add(scalar.place(), expected, "it unset");
        }
    }
}
