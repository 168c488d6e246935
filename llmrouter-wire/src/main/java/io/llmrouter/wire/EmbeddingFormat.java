package io.llmrouter.wire;

import io.llmrouter.api.EmbeddingRequest;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.Extras;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.ErrorFacts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** OpenAI's embeddings, in both directions. */
public final class EmbeddingFormat {
    private static final int MOST_INPUTS = 2_048;

    private EmbeddingFormat() {}

    /**
     * A request as a server gets it.
     *
     * @param model what the client wrote
     * @param base64 whether the client wants the vectors as Base64 of little-endian floats
     */
    public record Received(EmbeddingRequest request, String model, boolean base64) {}

    /**
     * Reads a request.
     *
     * @throws io.llmrouter.api.error.InvalidRequestException if it is not one, naming the field
     */
    public static Received decodeRequest(byte[] body) {
        Fields fields = Fields.strict(Json.request(body), "");
        String model = fields.requiredText("model");
        String encoding = fields.text("encoding_format");
        if (encoding != null && !encoding.equals("float") && !encoding.equals("base64")) {
            throw Json.invalid("encoding_format: expected float or base64, found another text");
        }
        EmbeddingRequest.Builder request = EmbeddingRequest.builder()
                .dimensions(fields.positive("dimensions"))
                .endUser(fields.text("user"));
        input(fields, request);
        Extras extras = fields.extras(OpenAiParts.FORMAT);
        return new Received(request.extras(extras).build(), model, "base64".equals(encoding));
    }

    private static void input(Fields fields, EmbeddingRequest.Builder request) {
        JsonNode input = fields.peek("input");
        fields.drop("input");
        if (input != null && input.isString()) {
            request.texts(List.of(input.stringValue()));
            return;
        }
        if (input == null || !input.isArray() || input.isEmpty() || input.size() > MOST_INPUTS) {
            String found = input == null || !input.isArray() ? Fields.describe(input) : input.size() + " of them";
            throw Json.invalid("input: expected text, or a list of 1 to " + MOST_INPUTS
                    + " texts or lists of tokens, found " + found);
        }
        if (input.get(0).isString()) {
            request.texts(texts(input));
        } else if (input.get(0).isArray()) {
            var all = new ArrayList<List<Integer>>(input.size());
            for (int i = 0; i < input.size(); i++) {
                all.add(tokens(input.get(i), "input[" + i + "]"));
            }
            request.tokens(all);
        } else {
            request.tokens(List.of(tokens(input, "input")));
        }
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>(list.size());
        for (JsonNode text : list) {
            if (!text.isString()) {
                throw Json.invalid("input[" + texts.size() + "]: expected text, found " + Fields.describe(text));
            }
            texts.add(text.stringValue());
        }
        return texts;
    }

    private static List<Integer> tokens(JsonNode list, String path) {
        var tokens = new ArrayList<Integer>(list.size());
        for (JsonNode token : list) {
            if (!token.isIntegralNumber() || !token.canConvertToInt() || token.intValue() < 0) {
                throw Json.invalid(
                        path + "[" + tokens.size() + "]: expected a token's number, found " + Fields.describe(token));
            }
            tokens.add(token.intValue());
        }
        if (tokens.isEmpty()) {
            throw Json.invalid(path + ": expected at least one token, found " + Fields.describe(list));
        }
        return tokens;
    }

    /** A request as a client sends it. */
    public static byte[] encodeRequest(EmbeddingRequest request, String modelId) {
        var json = new JsonOut();
        json.object().text("model", modelId).array("input");
        request.texts().forEach(json::text);
        request.tokens().forEach(json::numbers);
        json.endArray();
        request.dimensions().ifPresent(length -> json.number("dimensions", length));
        request.endUser().ifPresent(user -> json.text("user", user));
        return json.extras(request.extras(), OpenAiParts.FORMAT, "").endObject().toBytes();
    }

    /**
     * A provider's vectors.
     *
     * @param inputs how many there must be
     * @throws BadResponseException if there are not
     */
    public static EmbeddingResponse decodeResponse(byte[] body, int inputs) {
        return EmbeddingReader.read(body, inputs);
    }

    /** The vectors as a server gives them. */
    public static byte[] encodeResponse(EmbeddingResponse response, boolean base64) {
        var json = new JsonOut();
        json.object().text("object", "list").array("data");
        for (int i = 0; i < response.vectors().size(); i++) {
            float[] vector = response.vectors().get(i);
            json.object().text("object", "embedding").number("index", i);
            if (base64) {
                json.text("embedding", base64(vector));
            } else {
                json.name("embedding").numbers(vector);
            }
            json.endObject();
        }
        json.endArray().text("model", response.model()).object("usage");
        json.number("prompt_tokens", response.usage().inputTokens());
        json.number("total_tokens", response.usage().totalTokens());
        return json.endObject().endObject().toBytes();
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    static BadResponseException wrong(String expected, String found) {
        return new BadResponseException(
                ErrorFacts.because("Expected " + expected + ", found " + found).build());
    }
}
