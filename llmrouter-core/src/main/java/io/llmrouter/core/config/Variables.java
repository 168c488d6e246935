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
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PLAIN = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");
    private static final String DEFAULT = ":-";

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The value of a variable; empty if it is unset. */
    String get(String name) {
        return environment.getOrDefault(name, "");
    }

    Value expand(Value value) {
        if (value instanceof Scalar scalar) {
            return expand(scalar);
        }
        if (value instanceof Items list) {
            return new Items(
                    list.place(), list.items().stream().map(this::expand).toList());
        }
        return value instanceof Fields section ? expandAll(section) : value;
    }

    Fields expandAll(Fields section) {
        Map<String, Value> expanded = new LinkedHashMap<>();
        section.fields().forEach((key, value) -> expanded.put(key, expand(value)));
        return new Fields(section.place(), expanded);
    }

    private Scalar expand(Scalar scalar) {
        if (!scalar.text().contains("${")) {
            return scalar;
        }
        List<String> unset = new ArrayList<>();
        return new Scalar(scalar.place(), expand(scalar.text(), unset), unset);
    }

    private String expand(String text, List<String> unset) {
        var out = new StringBuilder();
        int from = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", from)) {
            out.append(text, from, start);
            int end = text.indexOf('}', start);
            var body = end < 0 ? "" : text.substring(start + 2, end);
            int split = body.indexOf(DEFAULT);
            var name = split < 0 ? body : body.substring(0, split);
            if (isName(name)) {
                out.append(value(name, split < 0 ? null : body.substring(split + DEFAULT.length()), unset));
                from = end + 1;
            } else {
                out.append("${");
                from = start + 2;
            }
        }
        return out.append(text, from, text.length()).toString();
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
