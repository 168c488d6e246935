package io.llmrouter.learned.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * The vectors of queries that come with a table: in its rows, as {@code embedding}, {@code query_embedding} or {@code
 * query_emb}, or in a file of their own, to which the rows' {@code embedding_id} points.
 *
 * <p>Such a file is JSON, plain or gzip: an object from id to vector, an array of vectors, whose ids count from 0, or JSON
 * Lines of {@code {"embedding_id", "embedding"}}. Immutable.
 */
public final class QueryVectors {
    private static final int MOST_DIMENSIONS = 4_096;

    private final Map<String, float[]> byId;

    private QueryVectors(Map<String, float[]> byId) {
        this.byId = byId;
    }

    /** Those in the rows. */
    public static QueryVectors inRows() {
        return new QueryVectors(Map.of());
    }

    /**
     * Those of a file.
     *
     * @throws RoutingDataException if the file cannot be read or is of another form
     */
    public static QueryVectors read(Path file) {
        String source = Lines.name(file);
        String name = source.toLowerCase(Locale.ROOT);
        if (name.endsWith(".pt") || name.endsWith(".pth") || name.endsWith(".pkl")) {
            throw RoutingDataException.of(
                    source,
                    "vectors as JSON: {\"0\": [0.1, ...], ...}",
                    "a file that may hold code, which is not read");
        }
        Map<String, float[]> byId = new HashMap<>();
        try (var reader = Lines.open(file);
                JsonParser parser = JsonRows.MAPPER.createParser(reader)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
                    byId.put(Integer.toString(id), vector(parser, where(parser, source)));
                }
            } else {
                readObjects(parser, source, byId);
            }
        } catch (IOException | JacksonException broken) {
            throw RoutingDataException.because(
                    source + ": expected vectors as JSON, found: " + broken.getMessage(), broken);
        }
        if (byId.isEmpty()) {
            throw RoutingDataException.of(source, "vectors as JSON: {\"0\": [0.1, ...], ...}", "none");
        }
        return new QueryVectors(byId);
    }

    /** One object of all vectors, or one a vector. */
    private static void readObjects(JsonParser parser, String source, Map<String, float[]> byId) {
        for (JsonToken token = parser.currentToken(); token == JsonToken.START_OBJECT; token = parser.nextToken()) {
            @Nullable String id = null;
            float @Nullable [] vector = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                String where = where(parser, source) + " " + key;
                boolean array = parser.nextToken() == JsonToken.START_ARRAY;
                if (array && key.equals("embedding")) {
                    vector = vector(parser, where);
                } else if (array) {
                    byId.put(key, vector(parser, where));
                } else if (key.equals("embedding_id") || (key.equals("id") && id == null)) {
                    id = parser.getString();
                } else {
                    parser.skipChildren();
                }
            }
            if (id != null && vector != null) {
                byId.put(id, vector);
            }
        }
    }

    private static String where(JsonParser parser, String source) {
        return source + ":" + parser.currentTokenLocation().getLineNr();
    }

    private static float[] vector(JsonParser parser, String where) {
        float[] values = new float[MOST_DIMENSIONS];
        int size = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null || !token.isNumeric() || size == MOST_DIMENSIONS) {
                throw notAVector(where);
            }
            values[size++] = finite(parser.getFloatValue(), where);
        }
        return checked(Arrays.copyOf(values, size), where);
    }

    /** The vector in an object, if it has one. */
    static float @Nullable [] inObject(JsonNode object, String where) {
        for (String key : new String[] {"embedding", "query_embedding", "query_emb"}) {
            JsonNode array = object.path(key);
            if (!array.isArray()) {
                continue;
            }
            if (array.size() > MOST_DIMENSIONS) {
                throw notAVector(where);
            }
            float[] vector = new float[array.size()];
            for (int i = 0; i < vector.length; i++) {
                JsonNode value = array.get(i);
                if (!value.isNumber()) {
                    throw notAVector(where);
                }
                vector[i] = finite(value.floatValue(), where);
            }
            return checked(vector, where);
        }
        return null;
    }

    private static float finite(float value, String where) {
        if (!Float.isFinite(value)) {
            throw notAVector(where);
        }
        return value;
    }

    private static float[] checked(float[] vector, String where) {
        if (vector.length == 0) {
            throw notAVector(where);
        }
        return vector;
    }

    private static RoutingDataException notAVector(String where) {
        return RoutingDataException.of(
                where, "a vector, an array of 1 to " + MOST_DIMENSIONS + " finite numbers", "something else");
    }

    /** The vector of a row; {@code null} if it has none. */
    float @Nullable [] of(Row row) {
        return row.vector != null || row.embeddingId.isEmpty() ? row.vector : byId.get(row.embeddingId);
    }
}
