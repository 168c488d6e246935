package io.llmrouter.core.journal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON object of which the fields are read by name. Whoever finds another type than expected gets an exception. */
record JsonTree(Map<String, @Nullable Object> fields) {
    private static final JsonFactory JSON = new JsonFactory();
    /** Before and after the point, of numbers that are read. */
    private static final int MOST_DIGITS = 100;

    /** Reads a text; empty if it is no JSON object. */
    static Optional<JsonTree> read(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            JsonTree tree = object(json);
            return json.nextToken() == null ? Optional.of(tree) : Optional.empty();
        } catch (JacksonException | NumberFormatException bad) {
            return Optional.empty();
        }
    }

    private static JsonTree object(JsonParser json) {
        var fields = new HashMap<String, @Nullable Object>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            fields.put(name, value(json));
        }
        return new JsonTree(fields);
    }

    private static @Nullable Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> {
                var items = new ArrayList<@Nullable Object>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(json));
                }
                yield items;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    @Nullable
    String text(String name) {
        return (String) fields.get(name);
    }

    String textOr(String name, String other) {
        String text = text(name);
        return text == null ? other : text;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    @Nullable
    BigDecimal decimal(String name) {
        BigDecimal number = (BigDecimal) fields.get(name);
        if (number != null && (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS)) {
            throw new ArithmeticException(name + ": sums of such a number could fill the memory");
        }
        return number;
    }

    @Nullable
    Long whole(String name) {
        BigDecimal number = decimal(name);
        return number == null ? null : number.longValueExact();
    }

    long wholeOr(String name, long other) {
        Long number = whole(name);
        return number == null ? other : number;
    }

    @Nullable
    Integer small(String name) {
        Long number = whole(name);
        return number == null ? null : Math.toIntExact(number);
    }

    Optional<JsonTree> object(String name) {
        return Optional.ofNullable((JsonTree) fields.get(name));
    }

    /** The items of a list; none if there is no list. */
    List<?> items(String name) {
        return fields.get(name) instanceof List<?> list ? list : List.of();
    }

    List<JsonTree> objects(String name) {
        return items(name).stream().map(JsonTree.class::cast).toList();
    }

    List<String> texts(String name) {
        return items(name).stream().map(String.class::cast).toList();
    }
}
