package io.llmrouter.core.config;

import io.llmrouter.core.config.Key.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds a JSON Schema of the table of keys. Every value may also be a text with a variable, or nothing. */
final class SchemaParts {
    private static final String VARIABLE = "\\$\\{";
    private static final String BLANK = "^\\s*$";
    private static final String NUMBER = "^\\s*[-+]?[0-9_.]+([eE][-+]?[0-9]+)?\\s*$";
    private static final String DURATION = "^\\s*[0-9]{1,12}(\\.[0-9]{1,9})?\\s*(ms|s|m|h)?\\s*$";
    private static final String ADDRESS = "^\\s*[Hh][Tt][Tt][Pp][Ss]?://[^@]+$";

    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private SchemaParts() {
        definitions.put("text", map("type", List.of("string", "number", "boolean", "null")));
        definitions.put("texts", anyOf(definition("text"), map("type", "array", "items", definition("text"))));
        definitions.put("flag", flag());
        definitions.put("number", anyOf(fromZero(), string(NUMBER), nothing()));
        definitions.put("duration", anyOf(fromZero(), string(DURATION), nothing()));
        definitions.put("address", anyOf(string(ADDRESS), nothing()));
    }

    static Map<String, Object> root(Section root) {
        var parts = new SchemaParts();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "LLMRouter configuration");
        schema.putAll(parts.object(root));
        schema.put("type", "object");
        schema.put("patternProperties", map("^" + ConfigKeys.IGNORED_PREFIX, true));
        schema.put("anyOf", List.of(map("required", List.of("llms")), map("required", List.of("models"))));
        schema.put("$defs", parts.definitions);
        return schema;
    }

    private Map<String, Object> object(Section section) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key key : section.keys()) {
            properties.put(key.name(), property(key));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("description", section.about());
        object.putAll(closed(properties));
        return object;
    }

    private Map<String, Object> property(Key key) {
        Map<String, Object> property = map("description", key.about());
        property.putAll(shape(key));
        if (!key.fallback().isEmpty()) {
            property.put("default", fallback(key));
        }
        return property;
    }

    private static Object fallback(Key key) {
        if (key.kind() == Kind.FLAG) {
            return Boolean.valueOf(key.fallback());
        }
        return key.kind() == Kind.INTEGER ? Integer.valueOf(key.fallback()) : key.fallback();
    }

    private Map<String, Object> shape(Key key) {
        return switch (key.kind()) {
            case TEXT, PATH, FILE, REGEX -> definition("text");
            case NAME -> anyOf(map("enum", key.choices()), definition("text"));
            case CHOICE -> choice(key);
            case FLAG -> definition("flag");
            case INTEGER -> anyOf(integer(key), string(NUMBER), nothing());
            case NUMBER -> definition("number");
            case DURATION -> definition("duration");
            case URL -> definition("address");
            case TEXTS -> definition("texts");
            case SECTION -> definition(key);
            case SECTIONS -> map("type", List.of("array", "null"), "items", definition(key));
            case NAMED_SECTIONS -> named(definition(key));
            case NAMED_NUMBERS -> named(definition("number"));
            case NAMED_TEXTS -> named(definition("text"));
            case BUDGET -> anyOf(string("^" + LimitReader.SHORT_BUDGET + "$"), definition(key));
            case API_KEYS -> named(anyOf(definition("texts"), closed(map("file", definition("text")))));
            case CAPABILITIES -> capabilities(key);
            case FREE -> map();
        };
    }

    private Map<String, Object> definition(Key key) {
        var section = key.section();
        if (section == null) {
            return map();
        }
        if (!definitions.containsKey(section.name())) {
            definitions.put(section.name(), object(section));
        }
        return definition(section.name());
    }

    private static Map<String, Object> definition(String name) {
        return map("$ref", "#/$defs/" + name);
    }

    private static Map<String, Object> flag() {
        List<String> words = new ArrayList<>(Scalars.TRUE);
        words.addAll(Scalars.FALSE);
        var literal = map("type", List.of("boolean", "null"));
        return anyOf(
                literal,
                map("enum", List.of(0, 1)),
                string(oneOf(words.stream().sorted().toList())));
    }

    private static Map<String, Object> choice(Key key) {
        return anyOf(map("enum", key.choices()), string(oneOf(key.choices())), nothing());
    }

    private static Map<String, Object> capabilities(Key key) {
        Map<String, Object> flags = new LinkedHashMap<>();
        key.choices().forEach(name -> flags.put(name, definition("flag")));
        return anyOf(closed(flags), choice(key), map("type", "array", "items", choice(key)));
    }

    private static Map<String, Object> integer(Key key) {
        Map<String, Object> integer = map("type", "integer");
        var least = key.least();
        var most = key.most();
        if (least != null) {
            integer.put("minimum", least);
        }
        if (most != null) {
            integer.put("maximum", most);
        }
        return integer;
    }

    private static Map<String, Object> fromZero() {
        return map("type", "number", "minimum", 0);
    }

    private static Map<String, Object> nothing() {
        return map("type", "null");
    }

    private static Map<String, Object> named(Map<String, Object> each) {
        return map("type", List.of("object", "null"), "additionalProperties", each);
    }

    private static Map<String, Object> closed(Map<String, Object> properties) {
        var object = map("type", List.of("object", "null"), "properties", properties);
        object.put("additionalProperties", false);
        return object;
    }

    /** A string of the given form, or one with a variable, or a blank one, which counts as none. */
    private static Map<String, Object> string(String pattern) {
        return map("type", "string", "pattern", pattern + "|" + VARIABLE + "|" + BLANK);
    }

    private static String oneOf(List<String> words) {
        return words.stream().map(SchemaParts::inAnyCase).collect(Collectors.joining("|", "^\\s*(", ")\\s*$"));
    }

    private static String inAnyCase(String word) {
        return word.chars()
                .mapToObj(Character::toString)
                .map(letter -> letter.matches("[a-z]") ? "[" + letter.toUpperCase(Locale.ROOT) + letter + "]" : letter)
                .collect(Collectors.joining());
    }

    private static Map<String, Object> anyOf(Object... shapes) {
        return map("anyOf", List.of(shapes));
    }

    /** A map that keeps its order, so that the schema is the same each time. */
    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
