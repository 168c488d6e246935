package io.llmrouter.core.config;

import io.llmrouter.core.config.Key.Kind;
import java.util.LinkedHashSet;
import java.util.Set;

/** Writes the table of keys as Markdown, for the reference page. */
final class KeyReference {
    private final StringBuilder out = new StringBuilder();
    private final Set<Section> written = new LinkedHashSet<>();

    private KeyReference() {}

    static String markdown() {
        var reference = new KeyReference();
        reference.section("", ConfigKeys.ROOT);
        return reference.out.toString();
    }

    private void section(String path, Section section) {
        if (!written.add(section)) {
            return;
        }
        out.append("### ").append(path.isEmpty() ? "The top of the file" : "`" + path + "`");
        out.append("\n\n").append(section.about()).append("\n\n");
        out.append("| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
        for (Key key : section.keys()) {
            row(key);
        }
        out.append("\n");
        for (Key key : section.keys()) {
            var inner = key.section();
            if (inner != null) {
                section(path(path, key), inner);
            }
        }
    }

    private static String path(String path, Key key) {
        var joined = path.isEmpty() ? key.name() : path + "." + key.name();
        return switch (key.kind()) {
            case NAMED_SECTIONS -> joined + ".<name>";
            case SECTIONS -> joined + "[]";
            default -> joined;
        };
    }

    private void row(Key key) {
        out.append("| `").append(key.name()).append('`').append(key.added() ? " +" : "");
        out.append(" | ").append(value(key));
        out.append(" | ").append(key.fallback().isEmpty() ? "" : "`" + key.fallback() + "`");
        out.append(" | ").append(key.about()).append(" |\n");
    }

    private static String value(Key key) {
        return switch (key.kind()) {
            case TEXT -> "text";
            case NAME, CHOICE ->
                "`" + String.join("`, `", key.choices()) + "`" + (key.kind() == Kind.NAME ? ", ..." : "");
            case FLAG -> "flag";
            case INTEGER -> Checker.expected(key).substring(2);
            case NUMBER -> "number, 0 or more";
            case DURATION -> "duration";
            case URL -> "address";
            case PATH, FILE -> "path";
            case REGEX -> "regular expression";
            case TEXTS -> "text or list";
            case SECTION -> "section";
            case SECTIONS -> "list of sections";
            case NAMED_SECTIONS -> "sections by name";
            case NAMED_NUMBERS -> "numbers by name";
            case NAMED_TEXTS -> "texts by name";
            case BUDGET -> "text such as `5/day`, or section";
            case API_KEYS -> "text, list or `{file: path}` by provider";
            case CAPABILITIES -> "flags by name, or list, of `" + String.join("`, `", key.choices()) + "`";
            case FREE -> "anything";
        };
    }
}
