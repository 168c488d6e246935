package io.llmrouter.wire;

import io.llmrouter.api.RawJson;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON within bounds. Safe for concurrent use. */
final class Json {
    /** The schema of a tool without arguments. */
    static final RawJson NO_PARAMETERS = new RawJson("{\"type\":\"object\",\"properties\":{}}");

    private static final int MAX_DEPTH = 200;
    private static final int MAX_STRING = 256 * 1024 * 1024;

    /**
     * Keeps numbers as they were written: 0.10 stays 0.10, and a long integer loses no digit. An exponent of more than 32
     * bits is a {@link NumberFormatException}, which Jackson lets through as it is.
     */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.threadLocalPool()) // the default one is shared: threads would wait
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * A request as a client sent it.
     *
     * @throws InvalidRequestException if it is not one JSON value in well-formed UTF-8, naming where
     */
    static JsonNode request(byte[] body) {
        int malformed = Unicode.malformedUtf8(body);
        if (malformed >= 0) {
            throw invalid("The body: expected UTF-8, found a malformed byte at offset " + malformed);
        }
        if (body.length == 0 || body[0] == 0 || (body.length > 1 && body[1] == 0)) {
            throw invalid("The body: expected a JSON object in UTF-8, found "
                    + (body.length == 0 ? "nothing" : "another encoding"));
        }
        JsonNode tree;
        try {
            tree = MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw invalid("The body: expected JSON, found a fault" + where(e));
        } catch (NumberFormatException e) {
            throw invalid("The body: expected numbers that can be, found one with a larger exponent");
        }
        if (hasSurrogateEscape(body)) {
            String path = loneSurrogate(tree, "");
            if (path != null) {
                throw invalid((path.isEmpty() ? "The body" : path)
                        + ": expected text, found half of a surrogate pair, which is no character");
            }
        }
        return tree;
    }

    /** What a provider sent; {@code null} if it is not JSON. Malformed UTF-8 is mended. */
    static @Nullable JsonNode response(byte[] body) {
        try {
            return Unicode.malformedUtf8(body) < 0
                    ? MAPPER.readTree(body)
                    : MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException | NumberFormatException e) {
            return null;
        }
    }

    /** The value; {@code null} if the text is not JSON. */
    static @Nullable JsonNode parse(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException | NumberFormatException e) {
            return null;
        }
    }

    static RawJson raw(JsonNode node) {
        return new RawJson(JsonText.write(new StringBuilder(), node).toString());
    }

    /** A count of tokens; 0 if it is absent or no sensible number. */
    static long count(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() && value.canConvertToLong() && value.isIntegralNumber()
                ? Math.max(0, value.longValue())
                : 0;
    }

    static InvalidRequestException invalid(String message) {
        int path = message.indexOf(": expected ");
        return new InvalidRequestException(ErrorFacts.because(message)
                .help("Correct the request and send it again.")
                .param(path < 0 || message.startsWith("The body") ? null : message.substring(0, path))
                .build());
    }

    /** Where a fault is; the parser's own words are left out, since they quote what they found. */
    static String where(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** Whether an escape such as \ud83d occurs, so that a search for lone ones is worth its time. */
    private static boolean hasSurrogateEscape(byte[] body) {
        for (int i = 0; i + 3 < body.length; i++) {
            if (body[i] == '\\') {
                if (body[i + 1] == 'u' && (body[i + 2] | 0x20) == 'd' && body[i + 3] > '7') {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static @Nullable String loneSurrogate(JsonNode node, String path) {
        if (node.isString()) {
            return Unicode.loneSurrogate(node.stringValue(), 0) < 0 ? null : path;
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                String found = loneSurrogate(node.get(i), path + "[" + i + "]");
                if (found != null) {
                    return found;
                }
            }
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (Unicode.loneSurrogate(field.getKey(), 0) >= 0) {
                return path;
            }
            String found =
                    loneSurrogate(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey());
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
