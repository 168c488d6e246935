package io.llmrouter.wire;

import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one JSON value in valid UTF-8. Not safe for concurrent use. */
final class JsonOut {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final JsonGenerator json = Json.MAPPER.createGenerator(bytes);
    private final Deque<List<String>> written = new ArrayDeque<>();

    byte[] toBytes() {
        json.close();
        return bytes.toByteArray();
    }

    JsonOut object() {
        json.writeStartObject();
        written.push(new ArrayList<>());
        return this;
    }

    JsonOut object(String name) {
        name(name);
        return object();
    }

    JsonOut endObject() {
        json.writeEndObject();
        written.pop();
        return this;
    }

    JsonOut array(String name) {
        name(name);
        json.writeStartArray();
        return this;
    }

    JsonOut endArray() {
        json.writeEndArray();
        return this;
    }

    JsonOut name(String name) {
        json.writeName(Unicode.clean(name));
        List<String> names = written.peek();
        if (names != null) {
            names.add(name);
        }
        return this;
    }

    JsonOut text(String value) {
        json.writeString(Unicode.clean(value));
        return this;
    }

    JsonOut numbers(List<Integer> values) {
        json.writeStartArray();
        values.forEach(json::writeNumber);
        json.writeEndArray();
        return this;
    }

    JsonOut numbers(float[] values) {
        json.writeStartArray();
        for (float value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
        return this;
    }

    JsonOut text(String name, String value) {
        return name(name).text(value);
    }

    JsonOut textIfPresent(String name, @Nullable String value) {
        return value == null ? this : text(name, value);
    }

    JsonOut number(String name, long value) {
        name(name);
        json.writeNumber(value);
        return this;
    }

    /** A whole number is written without a fraction, as most clients write it. */
    JsonOut number(String name, double value) {
        name(name);
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(BigDecimal.valueOf(value));
        }
        return this;
    }

    JsonOut bool(String name, boolean value) {
        name(name);
        json.writeBoolean(value);
        return this;
    }

    JsonOut nil(String name) {
        name(name);
        json.writeNull();
        return this;
    }

    JsonOut tree(String name, JsonNode value) {
        name(name);
        return tree(value);
    }

    JsonOut tree(JsonNode value) {
        try (JsonParser parser = Json.MAPPER.treeAsTokens(value)) {
            parser.nextToken();
            copy(parser);
        }
        return this;
    }

    /** Somebody else's JSON, numbers unchanged to the letter; {@code where} names it if it is not JSON. */
    JsonOut raw(RawJson value, String where) {
        try (JsonParser parser = Json.MAPPER.createParser(value.text())) {
            if (parser.nextToken() == null) {
                throw Json.invalid(where + ": expected JSON, found nothing");
            }
            copy(parser);
            if (parser.nextToken() != null) {
                throw Json.invalid(where + ": expected one JSON value, found more text after it");
            }
        } catch (JacksonException e) {
            throw Json.invalid(where + ": expected JSON, found a fault" + Json.where(e));
        }
        return this;
    }

    JsonOut raw(String name, RawJson value, String where) {
        return name(name).raw(value, where);
    }

    boolean hasWritten(String name) {
        List<String> names = written.peek();
        return names != null && names.contains(name);
    }

    /** The extra fields of the format, but for those that the object already has. */
    JsonOut extras(Extras extras, String format, String where) {
        for (Map.Entry<String, RawJson> field : extras.forFormat(format).entrySet()) {
            if (!hasWritten(field.getKey())) {
                raw(field.getKey(), field.getValue(), where.isEmpty() ? field.getKey() : where + "." + field.getKey());
            }
        }
        return this;
    }

    /** The fields that the object does not have yet. */
    JsonOut rest(ObjectNode fields) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (!hasWritten(field.getKey())) {
                tree(field.getKey(), field.getValue());
            }
        }
        return this;
    }

    /** Jackson's own copying would fail at half a surrogate pair and reformat numbers. */
    private void copy(JsonParser parser) {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                default -> {}
            }
            copyToken(parser, token);
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private void copyToken(JsonParser parser, JsonToken token) {
        switch (token) {
            case START_OBJECT -> json.writeStartObject();
            case END_OBJECT -> json.writeEndObject();
            case START_ARRAY -> json.writeStartArray();
            case END_ARRAY -> json.writeEndArray();
            case PROPERTY_NAME -> json.writeName(Unicode.clean(parser.currentName()));
            case VALUE_STRING -> json.writeString(Unicode.clean(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.writeNumber(parser.getString());
            default -> json.copyCurrentEvent(parser);
        }
    }
}
