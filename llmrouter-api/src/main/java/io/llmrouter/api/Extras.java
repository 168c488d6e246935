package io.llmrouter.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Fields of a wire format that the router does not interpret.
 *
 * <p>They are handed on unchanged to a provider of the same format and left out for all others.
 *
 * @param format the wire format that the fields belong to, such as {@code openai} or {@code anthropic}
 * @param fields the fields by name, in their original order
 */
public record Extras(String format, Map<String, RawJson> fields) {
    private static final Set<String> SAYS_NOTHING = Set.of("null", "false", "0", "0.0", "{}", "[]", "\"\"");

    /** No extra fields. */
    public static final Extras NONE = new Extras("", Map.of());

    public Extras {
        Objects.requireNonNull(format, "format");
        fields = fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The fields, if they belong to the given format; else none. */
    public Map<String, RawJson> forFormat(String wanted) {
        return format.equals(wanted) ? fields : Map.of();
    }

    /**
     * The names of the fields that are lost on a provider of another format; those that ask for nothing, such as
     * {@code null}, {@code false} or 0, are not among them.
     */
    public List<String> lostOn(String wanted) {
        return fields.isEmpty() || format.equals(wanted)
                ? List.of()
                : fields.entrySet().stream()
                        .filter(field ->
                                !SAYS_NOTHING.contains(field.getValue().text().strip()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }
}
