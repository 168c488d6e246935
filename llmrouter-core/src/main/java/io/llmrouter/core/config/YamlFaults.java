package io.llmrouter.core.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in plain words what the YAML parser stumbled over. It never shows the line itself, which may hold a key. */
final class YamlFaults {
    private record Words(String sign, String expected, String found) {}

    private static final Words[] KNOWN = {
        new Words("TAB", "spaces for indentation", "a tab"),
        new Words(
                "mapping values are not allowed",
                "the indentation of the key above, or quotes around a value that contains ': '",
                "a ':' that fits neither"),
        new Words("could not find expected ':'", "'key: value'", "a line without ':'"),
        new Words("expected <block end>", "the same indentation as the keys beside it", "another indentation"),
        new Words("sequence entries are not allowed", "a list on lines of its own, each begun with '- '", "a '-' here"),
        new Words("found unexpected end of stream", "a closing quote", "the end of the file"),
        new Words("expected ',' or ']'", "a ',' or the closing ']' of the list", "neither"),
        new Words("expected ',' or '}'", "a ',' or the closing '}' of the section", "neither"),
        new Words("that cannot start any token", "quotes around a value that begins with a sign", "such a sign"),
        new Words("found unknown escape character", "'\\\\' for a backslash between double quotes", "a lone backslash"),
    };

    private YamlFaults() {}

    static void report(YamlEngineException fault, String file, Problems problems) {
        if (fault instanceof MarkedYamlEngineException marked) {
            var mark = marked.getProblemMark().or(marked::getContextMark);
            report(marked.getProblem() == null ? "" : marked.getProblem(), at(file, mark.orElse(null)), problems);

        } else {
            problems.add(Place.start(file), "valid YAML", "something the parser does not understand");
        }
    }

    private static void report(String reason, Place place, Problems problems) {
        for (Words words : KNOWN) {
            if (reason.contains(words.sign())) {
                problems.add(place, words.expected(), words.found());
                return;
            }
        }
        problems.add(place, "valid YAML", "this: " + Value.quoted(reason));
    }

    private static Place at(String file, @Nullable Mark mark) {
        return mark == null
                ? Place.start(file)
                : new Place(file, mark.getLine() + 1, "column " + (mark.getColumn() + 1));
    }
}
