package io.llmrouter.learned.data;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes rows of JSON objects in any of the forms that are read: {@code {"id", "task", "split", "query", "scores", "cost",
 * "tok_in", "tok_out", "verification"}}, a score matrix's {@code {"question", "scores"}}, and routing data's one object a query and
 * model, {@code {"query", "model_name", "performance", ...}}.
 */
final class JsonRows {
    /** Reads {@code NaN} too, so that it can be refused by name; a key twice would hide one of its values. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private JsonRows() {}

    static JsonNode parse(String text, String where) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException broken) {
            String reason = broken.getOriginalMessage();
            String found = reason.startsWith("Duplicate") ? "a key twice: " : "text that is not JSON: ";
            throw RoutingDataException.because(where + ": expected a JSON object, found " + found + reason, broken);
        }
    }

    /** Whether the object is the score of one model for one query. */
    static boolean isLong(JsonNode object) {
        return object.has("model_name") && object.has("performance");
    }

    static Row row(JsonNode object, String where) {
        var row = new Row(where);
        expectObject(object, where);
        row.id = text(object, "id", where);
        if (row.id.isEmpty()) {
            row.id = where;
        }
        row.task = firstText(object, where, "task", "task_name");
        row.query = firstText(object, where, "query", "question");
        row.split = split(text(object, "split", where), where);
        row.inputTokens = number(object, "tok_in", where);
        row.duplicatesTest = flag(object, "dup_test", where);
        row.contaminated = flag(object, "contaminated", where);
        if (isLong(object)) {
            return row; // its numbers are of one model
        }
        numbers(object, "scores", where, row.scores);
        numbers(object, "cost", where, row.costs);
        numbers(object, "tok_out", where, row.outputTokens);
        numbers(object, "verification", where, row.verifications);
        return row;
    }

    /** Adds the score of one model to the row of its query. */
    static void addTo(Row row, JsonNode object, String where) {
        String model = text(object, "model_name", where);
        double score = number(object, "performance", where);
        if (model.isEmpty() || row.scores.containsKey(model)) {
            throw RoutingDataException.of(
                    where,
                    "one score a query and model",
                    model.isEmpty() ? "no model_name" : "another of \"" + model + "\"");
        }
        if (!object.path("performance").isNull()) {
            row.scores.put(model, score);
        }
        putIfKnown(row.outputTokens, model, number(object, "output_tokens", where));
        putIfKnown(row.costs, model, number(object, "cost", where));
        putIfKnown(row.verifications, model, number(object, "verification", where));
        double input = number(object, "input_tokens", where);
        row.inputTokens = Double.isNaN(row.inputTokens) ? input : row.inputTokens;
    }

    private static void putIfKnown(Map<String, Double> into, String model, double value) {
        if (!Double.isNaN(value)) {
            into.put(model, value);
        }
    }

    /** What tells the queries of routing data apart. */
    static String key(JsonNode object) {
        var key = new StringBuilder();
        for (String part : new String[] {"task_name", "query", "ground_truth", "metric"}) {
            key.append(object.path(part)).append('\n');
        }
        return key.toString();
    }

    static void expectObject(JsonNode node, String where) {
        if (!node.isObject()) {
            throw RoutingDataException.of(where, "a JSON object", kind(node));
        }
    }

    static Split split(String text, String where) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> Split.NONE;
            case "train" -> Split.TRAIN;
            case "test" -> Split.TEST;
            default -> throw RoutingDataException.of(where, "split train or test", "\"" + text + "\"");
        };
    }

    static String firstText(JsonNode object, String where, String... keys) {
        for (String key : keys) {
            String text = text(object, key, where);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    static String text(JsonNode object, String key, String where) {
        JsonNode value = object.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isString() || value.isNumber()) {
            return value.asString();
        }
        throw RoutingDataException.of(where, "a text as " + key, kind(value));
    }

    private static boolean flag(JsonNode object, String key, String where) {
        JsonNode value = object.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw RoutingDataException.of(where, "true or false as " + key, kind(value));
        }
        return value.booleanValue();
    }

    /** The number of a key; {@link Double#NaN} if it is absent. */
    static double number(JsonNode object, String key, String where) {
        JsonNode value = object.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Double.NaN;
        }
        return finite(value, key, where);
    }

    private static double finite(JsonNode value, String key, String where) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw RoutingDataException.of(where, "a finite number as " + key, kind(value));
        }
        return value.doubleValue();
    }

    private static void numbers(JsonNode object, String key, String where, Map<String, Double> into) {
        JsonNode values = object.path(key);
        if (values.isMissingNode() || values.isNull()) {
            return;
        }
        if (!values.isObject()) {
            throw RoutingDataException.of(where, "an object of numbers as " + key, kind(values));
        }
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            if (!entry.getValue().isNull()) {
                into.put(entry.getKey(), finite(entry.getValue(), key + " of " + entry.getKey(), where));
            }
        }
    }

    private static String kind(@Nullable JsonNode node) {
        if (node == null || node.isMissingNode()) {
            return "nothing";
        }
        return node.isNumber() ? node.asString() : node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
