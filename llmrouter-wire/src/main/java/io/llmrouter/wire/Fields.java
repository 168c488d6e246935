package io.llmrouter.wire;

import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a JSON object, each taken once; what is left over becomes {@link Extras}.
 *
 * <p>A strict one refuses a value of the wrong type with its path; a lenient one treats it as absent.
 */
final class Fields {
    private final ObjectNode node;
    private final String path;
    private final boolean strict;

    private Fields(ObjectNode node, String path, boolean strict) {
        this.node = node;
        this.path = path;
        this.strict = strict;
    }

    /** The fields of a part of a request; {@code path} is empty for the request itself. */
    static Fields strict(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new Fields(object, path, true);
        }
        throw Json.invalid((path.isEmpty() ? "The body" : path) + ": expected an object, found " + describe(node));
    }

    /** The fields of a part of a provider's answer. */
    static Fields lenient(ObjectNode node) {
        return new Fields(node, "", false);
    }

    static Fields of(ObjectNode node, String path, boolean strict) {
        return new Fields(node, path, strict);
    }

    String path() {
        return path;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean isStrict() {
        return strict;
    }

    boolean has(String name) {
        return node.has(name);
    }

    /** The value without taking it; {@code null} if absent or null. */
    @Nullable
    JsonNode peek(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** The value; {@code null} if absent or null. */
    @Nullable
    JsonNode take(String name) {
        JsonNode value = node.remove(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable
    String text(String name) {
        JsonNode value = take(name);
        if (value == null || value.isString()) {
            return value == null ? null : value.stringValue();
        }
        refuse(name, "text", value);
        return null;
    }

    /** Text that must be there in a strict object; empty if a lenient one lacks it. */
    String requiredText(String name) {
        String value = text(name);
        if (value == null && strict) {
            throw Json.invalid(path(name) + ": expected text, found nothing");
        }
        return value == null ? "" : value;
    }

    @Nullable
    Boolean bool(String name) {
        JsonNode value = take(name);
        if (value == null || value.isBoolean()) {
            return value == null ? null : value.booleanValue();
        }
        refuse(name, "true or false", value);
        return null;
    }

    @Nullable
    Double number(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        double number = value.isNumber() ? value.numberValue().doubleValue() : Double.NaN;
        if (Double.isFinite(number)) {
            return number;
        }
        refuse(name, "a number", value);
        return null;
    }

    /** A whole number between the bounds; 3.0 is one too. */
    @Nullable
    Long integer(String name, long min, long max) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (value.isNumber() && value.isIntegralNumber() && value.canConvertToLong()) {
            long number = value.longValue();
            if (number >= min && number <= max) {
                return number;
            }
        } else if (value.isNumber()) {
            double number = value.numberValue().doubleValue();
            if (number == Math.rint(number) && Math.abs(number) < 1L << 53 && number >= min && number <= max) {
                return (long) number;
            }
        }
        String expected = max == Long.MAX_VALUE && min == Long.MIN_VALUE
                ? "a whole number"
                : "a whole number from " + min + " to " + max;
        refuse(name, expected, value);
        return null;
    }

    @Nullable
    Integer positive(String name) {
        Long value = integer(name, 1, Integer.MAX_VALUE);
        return value == null ? null : (Integer) value.intValue();
    }

    @Nullable
    JsonNode array(String name) {
        JsonNode value = take(name);
        if (value == null || value.isArray()) {
            return value;
        }
        refuse(name, "a list", value);
        return null;
    }

    /** What is read of each object of a list; nothing if the list is absent. */
    <T> List<T> objects(String name, Function<Fields, T> read) {
        JsonNode list = array(name);
        if (list == null) {
            return List.of();
        }
        var objects = new ArrayList<T>(list.size());
        for (int i = 0; i < list.size(); i++) {
            objects.add(read.apply(strict(list.get(i), name + "[" + i + "]")));
        }
        return objects;
    }

    /** A request's messages. */
    JsonNode messages() {
        JsonNode list = array("messages");
        if (list == null || list.isEmpty()) {
            throw Json.invalid("messages: expected a list of at least one message, found "
                    + (list == null ? "nothing" : "an empty list"));
        }
        return list;
    }

    /** A text, or a list of texts. */
    List<String> texts(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return List.of();
        } else if (value.isString()) {
            return List.of(value.stringValue());
        } else if (!value.isArray()) {
            refuse(name, "text or a list of texts", value);
        }
        var texts = new ArrayList<String>();
        for (JsonNode text : value.values()) {
            if (text.isString()) {
                texts.add(text.stringValue());
            } else {
                refuse(name + "[" + texts.size() + "]", "text", text);
            }
        }
        return texts;
    }

    @Nullable
    Fields object(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            return new Fields(object, path(name), strict);
        }
        refuse(name, "an object", value);
        return null;
    }

    void drop(String... names) {
        for (String name : names) {
            node.remove(name);
        }
    }

    /** Each field that has not been taken. */
    void forEachRest(BiConsumer<String, JsonNode> action) {
        node.properties().forEach(field -> action.accept(field.getKey(), field.getValue()));
    }

    boolean isEmpty() {
        return node.isEmpty();
    }

    RawJson rest() {
        return Json.raw(node);
    }

    /** What has not been taken. */
    Extras extras(String format) {
        if (node.isEmpty()) {
            return Extras.NONE;
        }
        Map<String, RawJson> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            fields.put(field.getKey(), Json.raw(field.getValue()));
        }
        return new Extras(format, fields);
    }

    /** What has not been taken; then nothing is left. */
    Extras takeExtras(String format) {
        Extras extras = extras(format);
        node.removeAll();
        return extras;
    }

    /** Refuses in a strict object; in a lenient one the value counts as absent. */
    void refuse(String name, String expected, JsonNode found) {
        if (strict) {
            throw Json.invalid(path(name) + ": expected " + expected + ", found " + describe(found));
        }
    }

    /** What a value is, without a word of what it says. */
    static String describe(@Nullable JsonNode value) {
        if (value == null) {
            return "nothing";
        } else if (value.isNumber()) {
            return "a number";
        } else if (value.isString()) {
            return "text";
        } else if (value.isBoolean()) {
            return "true or false";
        } else if (value.isArray()) {
            return "a list";
        }
        return value.isNull() ? "null" : "an object";
    }
}
