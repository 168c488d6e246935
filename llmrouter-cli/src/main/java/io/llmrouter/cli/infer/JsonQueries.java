package io.llmrouter.cli.infer;

import io.llmrouter.cli.json.Json;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** A JSON list of queries, or a single one. */
final class JsonQueries implements Queries {
    /** The values of a list have others after them. */
    private static final ObjectReader ONE_VALUE =
            Json.mapper().readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String name;
    private final JsonParser parser;
    private boolean started;
    private boolean list;

    JsonQueries(InputStream in, String name) {
        this.name = name;
        this.parser = Json.mapper().createParser(in);
    }

    @Override
    public Optional<Query> next() {
        try {
            JsonToken token = parser.nextToken();
            if (!started) {
                started = true;
                list = token == JsonToken.START_ARRAY;
                token = list ? parser.nextToken() : token;
            }
            if (token == null || (list && token == JsonToken.END_ARRAY)) {
                checkEnd(token);
                return Optional.empty();
            }
            long line = parser.currentTokenLocation().getLineNr();
            JsonNode value = ONE_VALUE.readValue(parser);
            return Optional.of(JsonQuery.of(value, name, line));
        } catch (JacksonException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw InputError.at(name, line, "a JSON list of texts, or of objects with 'query'", "what is not JSON");
        }
    }

    private void checkEnd(@Nullable JsonToken token) {
        if (token == JsonToken.END_ARRAY && parser.nextToken() != null) {
            long line = parser.currentTokenLocation().getLineNr();
            throw InputError.at(name, line, "the end of the file after its list", "more of it");
        }
    }

    @Override
    public void close() {
        parser.close();
    }
}
