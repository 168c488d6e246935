package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Nothing;
import io.llmrouter.core.config.Value.Scalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks a tree against the table of keys: unknown keys, and values of the wrong kind. */
final class Checker {
    private static final Section KEY_FILE =
            new Section("key_file", "", Key.of("file", Key.Kind.FILE, "").hidden());

    private static final int MAX_LISTED = 20;
    private static final String LISTED = ", as docs/configuration.md lists them";

    private final Problems problems;

    Checker(Problems problems) {
        this.problems = problems;
    }

    void check(Section section, Fields fields) {
        fields.fields().forEach((name, value) -> {
            var key = section.find(name);
            if (key != null) {
                check(key, value);
            } else if (section != ConfigKeys.ROOT || !name.startsWith(ConfigKeys.IGNORED_PREFIX)) {
                problems.add(value.place(), "a known key" + hint(name, section.names()), Value.quoted(name));
            }
        });
    }

    /** What to say of an unknown name: the nearest of the known, or all of them if they are few. */
    static String hint(String name, Collection<String> known) {
        return Spelling.nearest(name, known)
                .map(near -> ", perhaps '" + near + "'")
                .orElseGet(() -> known.size() > MAX_LISTED ? LISTED : " (" + String.join(", ", known) + ")");
    }

    private void check(Key key, Value value) {
        if (value instanceof Nothing || (value instanceof Scalar scalar && isSilent(scalar))) {
            return;
        }
        switch (key.kind()) {
            case FREE -> {}
            case SECTION -> sections(key, List.of(value), "a section");
            case SECTIONS -> {
                if (value instanceof Items list) {
                    sections(key, list.items(), "a section");
                } else {
                    wrong(key, value, "a list of sections");
                }
            }
            case NAMED_SECTIONS -> {
                if (value instanceof Fields named) {
                    sections(
                            key,
                            named.fields().values(),
                            key.section() == ConfigKeys.MODEL ? "the section of a model" : "a section");
                } else {
                    var each = key.section() == ConfigKeys.MODEL ? "model" : "section";
                    wrong(key, value, "a section with a name for each " + each);
                }
            }
            case NAMED_NUMBERS -> each(key, value, Key.of("", Key.Kind.NUMBER, ""), "a section of names and numbers");
            case NAMED_TEXTS -> each(key, value, Key.text("", "").hidden(), "a section of names and texts");
            case TEXTS -> texts(key, value);
            case BUDGET -> budget(key, value);
            case API_KEYS -> apiKeys(key, value);
            case CAPABILITIES -> capabilities(key, value);
            default -> scalar(key, value);
        }
    }

    /** Nothing can be said of a value that is empty or that lacks a variable. */
    static boolean isSilent(Scalar scalar) {
        return scalar.isBlank() || !scalar.unset().isEmpty();
    }

    private void sections(Key key, Collection<Value> values, String expected) {
        var section = key.section();
        for (Value value : values) {
            if (value instanceof Fields fields && section != null) {
                check(section, fields);
            } else if (!(value instanceof Nothing)) {
                wrong(key, value, expected);
            }
        }
    }

    private void each(Key key, Value value, Key element, String expected) {
        if (value instanceof Fields named) {
            named.fields().values().forEach(item -> check(element, item));
        } else {
            wrong(key, value, expected);
        }
    }

    private void texts(Key key, Value value) {
        if (value instanceof Items list) {
            for (Value item : list.items()) {
                if (!(item instanceof Scalar)) {
                    wrong(key, item, "a text");
                }
            }
        } else if (!(value instanceof Scalar)) {
            wrong(key, value, "a text or a list of texts");
        }
    }

    private void budget(Key key, Value value) {
        if (value instanceof Fields) {
            sections(key, List.of(value), "a section");
        } else if (!(value instanceof Scalar scalar)
                || LimitReader.brief(scalar.text()).isEmpty()) {
            wrong(key, value, "a budget such as 5/day, or a section with usd and per");
        }
    }

    private void apiKeys(Key key, Value value) {
        if (!(value instanceof Fields providers)) {
            wrong(key, value, "a section with the keys of each provider");
            return;
        }
        providers.fields().values().forEach(keys -> {
            if (keys instanceof Fields file) {
                check(KEY_FILE, file);
            } else if (!(keys instanceof Nothing)) {
                texts(key, keys);
            }
        });
    }

    private void capabilities(Key key, Value value) {
        if (value instanceof Fields flags) {
            flags.fields().forEach((name, flag) -> {
                capability(key, name, flag.place());
                check(Key.flag(name, ""), flag);
            });
            return;
        }
        texts(key, value);
        SectionReader.texts(value).forEach(name -> capability(key, name.text(), name.place()));
    }

    private void capability(Key key, String name, Place place) {
        if (!key.choices().contains(name.strip().toLowerCase(Locale.ROOT))) {
            problems.add(place, "a capability" + hint(name, key.choices()), Value.quoted(name));
        }
    }

    private void scalar(Key key, Value value) {
        var valid = value instanceof Scalar scalar && fits(key, scalar.text());
        if (!valid) {
            wrong(key, value, expected(key));
        }
    }

    private static boolean fits(Key key, String text) {
        return switch (key.kind()) {
            case FLAG -> Scalars.flag(text).isPresent();
            case INTEGER ->
                Scalars.integer(text).filter(number -> inRange(key, number)).isPresent();
            case NUMBER ->
                Scalars.number(text).filter(number -> number.signum() >= 0).isPresent();
            case DURATION -> isChoice(key, text) || Scalars.duration(text).isPresent();
            case CHOICE -> isChoice(key, text);
            case URL -> isAddress(text.strip());
            case REGEX -> isExpression(text);
            default -> true;
        };
    }

    private static boolean isChoice(Key key, String text) {
        return key.choices().contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private static boolean inRange(Key key, int number) {
        var least = key.least();
        var most = key.most();
        return (least == null || number >= least) && (most == null || number <= most);
    }

    private static boolean isAddress(String text) {
        try {
            var address = new URI(text);
            var scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            return Set.of("http", "https").contains(scheme)
                    && address.getHost() != null
                    && address.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isExpression(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** What a key expects, as an error says it. */
    static String expected(Key key) {
        return switch (key.kind()) {
            case FLAG -> Scalars.FLAG;
            case INTEGER -> range(key);
            case NUMBER -> "a number of 0 or more";
            case DURATION ->
                key.choices().isEmpty()
                        ? Scalars.DURATION
                        : String.join(" or ", key.choices()) + " or " + Scalars.DURATION;
            case CHOICE -> String.join(" or ", key.choices());
            case URL -> "an address such as https://host:8000/v1, without a password and without '_' in the host";
            case REGEX -> "a regular expression";
            default -> "a text";
        };
    }

    private static String range(Key key) {
        var most = key.most();
        return most == null || most == Integer.MAX_VALUE
                ? "a whole number of " + key.least() + " or more"
                : "a whole number from " + key.least() + " to " + most;
    }

    private void wrong(Key key, Value value, String expected) {
        problems.add(value.place(), expected, Value.describe(value, isHidden(key, value)));
    }

    /** A text in the place of a section may be a key, and an address may hold one. */
    private static boolean isHidden(Key key, Value value) {
        var text = value instanceof Scalar scalar ? scalar.text() : "";
        return key.secret()
                || Secrets.isSecret(key.name())
                || (key.section() != null && key.kind() != Key.Kind.BUDGET)
                || (key.kind() == Key.Kind.URL && (text.contains("@") || text.contains("?")));
    }
}
