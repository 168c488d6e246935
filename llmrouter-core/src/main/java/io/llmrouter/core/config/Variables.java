package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Expands <code>${VAR}</code> and <code>${VAR:-default}</code> in the texts of a tree.
 *
 * <p>The default also stands in for a variable that is set but empty. An unset variable becomes an empty text and is
 * noted, for whether it matters depends on where it stands. A plain {@code $VAR} stays.
 */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");
    private static final Pattern PLAIN = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The value of a variable; empty if it is unset. */
    String get(String name) {
        return environment.getOrDefault(name, "");
    }

    Value expand(Value value, Problems problems) {
        if (value instanceof Scalar scalar) {
            return scalar.text().contains("${") ? expand(scalar, problems) : scalar;
        }
        if (value instanceof Items list) {
            List<Value> expanded = new ArrayList<>();
            list.items().forEach(item -> expanded.add(expand(item, problems)));
            return new Items(list.place(), expanded);
        }
        return value instanceof Fields section ? expandAll(section, problems) : value;
    }

    Fields expandAll(Fields section, Problems problems) {
        Map<String, Value> expanded = new LinkedHashMap<>();
        section.fields().forEach((key, value) -> expanded.put(key, expand(value, problems)));
        return new Fields(section.place(), expanded);
    }

    private Scalar expand(Scalar scalar, Problems problems) {
        List<String> unset = new ArrayList<>();
        var text = REFERENCE
                .matcher(scalar.text())
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), match.group(2), unset)));
        if (REFERENCE.matcher(scalar.text()).replaceAll("").contains("${")) {
            problems.warn(
                    scalar.place(), "has a '${' that begins no variable; write one as ${NAME} or ${NAME:-default}");
        }
        return new Scalar(scalar.place(), text, scalar.quoted(), unset);
    }

    private String value(String name, @Nullable String fallback, List<String> unset) {
        var value = environment.get(name);
        if (fallback != null) {
            return value == null || value.isEmpty() ? fallback : value;
        }
        if (value == null) {
            unset.add(name);
            return "";
        }
        return value;
    }

    /** Replaces a plain {@code $VAR} too, as paths allow it; one that is unset stays. */
    String expandPlain(String text) {
        return PLAIN.matcher(text).replaceAll(match -> {
            var value = environment.get(match.group(1));
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }
}
