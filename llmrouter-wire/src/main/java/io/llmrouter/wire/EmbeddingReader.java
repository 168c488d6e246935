package io.llmrouter.wire;

import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.Usage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Reads vectors token by token, since a tree of as many numbers would be many times their size. */
final class EmbeddingReader {
    private final JsonParser json;
    private final float[] @Nullable [] vectors;
    private String model = "";
    private Usage usage = Usage.UNKNOWN;

    private EmbeddingReader(JsonParser json, int inputs) {
        this.json = json;
        this.vectors = new float[inputs][];
    }

    static EmbeddingResponse read(byte[] body, int inputs) {
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            var reader = new EmbeddingReader(json, inputs);
            reader.read();
            return new EmbeddingResponse(reader.model, reader.complete(), reader.usage, null);
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw EmbeddingFormat.wrong("a list of vectors in JSON", "something else");
        }
    }

    private void read() {
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("data") && value == JsonToken.START_ARRAY) {
                for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                    item(i);
                }
            } else if (name.equals("usage")) {
                usage = OpenAiUsage.decode(json.<JsonNode>readValueAsTree());
            } else if (name.equals("model") && value == JsonToken.VALUE_STRING) {
                model = json.getString();
            } else {
                json.skipChildren();
            }
        }
    }

    private void item(int place) {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        int index = place;
        float[] vector = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = json.getIntValue();
            } else if (name.equals("embedding")) {
                vector = value == JsonToken.VALUE_STRING ? ofBase64(json.getString()) : numbers();
            } else {
                json.skipChildren();
            }
        }
        if (vector == null || index < 0 || index >= vectors.length) {
            throw EmbeddingFormat.wrong(vectors.length + " vectors", "one more, or an item without one");
        }
        vectors[index] = vector;
    }

    private float[] numbers() {
        expect(json.currentToken(), JsonToken.START_ARRAY);
        var numbers = new float[1_536];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, count * 2);
            }
            numbers[count++] = json.getFloatValue();
        }
        return Arrays.copyOf(numbers, count);
    }

    private static float[] ofBase64(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
        var numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }

    private List<float[]> complete() {
        var all = new ArrayList<float[]>(vectors.length);
        for (float[] vector : vectors) {
            if (vector == null || vector.length == 0) {
                throw EmbeddingFormat.wrong(vectors.length + " vectors", "fewer");
            }
            all.add(vector);
        }
        return all;
    }

    private static void expect(@Nullable JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw EmbeddingFormat.wrong("a list of vectors", "something else");
        }
    }
}
