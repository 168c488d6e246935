package io.llmrouter.cli.infer;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Finds the query in a JSON value, and its id if it has one. */
final class JsonQuery {
    static final String EXPECTED = "a text, or an object with the text 'query'";
    private static final String KEY = "query";
    private static final String ID = "id";

    private JsonQuery() {}

    static Query of(JsonNode value, String input, long line) {
        JsonNode query = value.isObject() ? value.path(KEY) : value;
        if (query.isString() && !query.stringValue().isBlank()) {
            JsonNode id = value.path(ID);
            return new Query(query.stringValue(), id.isString() || id.isNumber() ? id : null);
        }
        String found = value.isObject() ? "an object whose '" + KEY + "' is " + kind(query) : kind(value);
        throw InputError.at(input, line, EXPECTED, found);
    }

    private static String kind(JsonNode value) {
        return value.isString() ? "blank" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
