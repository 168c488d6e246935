package io.llmrouter.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints beside chat: the list of models, and embeddings. */
final class SideEndpoints {
    private static final JsonMapper JSON = JsonMapper.shared();
    static final int DIMENSIONS = 16;
    private static final int MAX_INPUTS = 2_048;

    private static final Pattern NO_WORD = Pattern.compile("\\W+");

    private SideEndpoints() {}

    /** An answer to a request for embeddings. */
    record Embeddings(String model, ObjectNode body) {}

    static ObjectNode models(List<String> names) {
        ObjectNode list = JSON.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (String name : names) {
            data.addObject()
                    .put("id", name)
                    .put("object", "model")
                    .put("created", 0)
                    .put("owned_by", "fake");
        }
        return list;
    }

    static Embeddings embeddings(byte[] body) {
        JsonNode request = parsed(body);
        String model = request.path("model").asString("");
        ObjectNode answer = JSON.createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        long characters = 0;
        for (String input : inputs(request.path("input"))) {
            ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            ArrayNode vector = item.putArray("embedding");
            for (double value : vector(input)) {
                vector.add(value);
            }
            characters += input.length();
        }
        long tokens = characters / 4 + 1;
        answer.put("model", model);
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return new Embeddings(model, answer);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Expected a JSON object, found no JSON", e);
        }
    }

    private static List<String> inputs(JsonNode input) {
        var inputs = new ArrayList<String>();
        if (input.isString()) {
            inputs.add(input.asString());
        }
        for (JsonNode element : input) {
            inputs.add(element.isArray() ? element.toString() : element.asString(""));
        }
        if (inputs.isEmpty() || inputs.size() > MAX_INPUTS) {
            throw new IllegalArgumentException("input: expected 1 to " + MAX_INPUTS + " texts, found " + inputs.size());
        }
        return inputs;
    }

    /** A bag of hashed words, of length 1: texts that share words are near each other. */
    private static double[] vector(String text) {
        var vector = new double[DIMENSIONS];
        for (String word : NO_WORD.split(text.toLowerCase(Locale.ROOT), -1)) {
            vector[Math.floorMod(word.hashCode(), DIMENSIONS)] += 1;
        }
        double length = 0;
        for (double value : vector) {
            length += value * value;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= Math.max(1e-9, Math.sqrt(length));
        }
        return vector;
    }
}
