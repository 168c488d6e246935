package io.llmrouter.core.memory;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A line of the file: a JSON object.
 *
 * @param user on whose behalf the request was made; {@code null} if unknown
 * @param embedding of the query, of any dimension
 */
record MemoryLine(
        String query,
        String model,
        String strategy,
        @Nullable String user,
        Embedding embedding) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads the first bytes of a buffer; nothing if they are no decision with a query, a model and an embedding. */
    static Optional<MemoryLine> read(byte[] line, int length) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line, 0, length)) {
            return json.nextToken() == JsonToken.START_OBJECT ? read(json) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException bad) {
            return Optional.empty();
        }
    }

    private static Optional<MemoryLine> read(JsonParser json) {
        String query = null;
        String model = null;
        String strategy = "";
        String user = null;
        Embedding embedding = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "query" -> query = text(json);
                case "model" -> model = text(json);
                case "strategy" -> strategy = text(json);
                case "user" -> user = value == JsonToken.VALUE_NULL ? null : text(json);
                case "emb_b64" -> embedding = decoded(text(json));
                default -> json.skipChildren();
            }
        }
        if (json.nextToken() != null || query == null || model == null || embedding == null || embedding.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MemoryLine(query, model, strategy, user, embedding));
    }

    private static String text(JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException("expected a text, found " + json.currentToken());
        }
        return json.getString();
    }

    /** The line, with its end. */
    byte[] write(Instant time) {
        var line = new StringWriter(); // takes half a surrogate pair, which a stream of bytes would refuse
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("ts", time.toString());
            json.writeStringProperty("query", query);
            json.writeStringProperty("model", model);
            json.writeStringProperty("strategy", strategy);
            if (user == null) {
                json.writeNullProperty("user");
            } else {
                json.writeStringProperty("user", user);
            }
            json.writeStringProperty("emb_b64", encoded(embedding.dense()));
            json.writeEndObject();
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Embedding decoded(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length % Float.BYTES != 0 || bytes.length > Embedding.MOST_DIMENSIONS * Float.BYTES) {
            throw new IllegalArgumentException("expected 32-bit numbers, found " + bytes.length + " bytes");
        }
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return Embedding.of(vector);
    }

    private static String encoded(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
