package io.llmrouter.api;

import java.util.Objects;

/**
 * A JSON value as text, handed on without being parsed.
 *
 * <p>Used where a value belongs to somebody else: the schema of a tool, fields of a wire format that the router does not
 * interpret. The text MUST be one well-formed JSON value; a provider refuses a request that holds anything else with an
 * {@link io.llmrouter.api.error.InvalidRequestException}.
 *
 * @param text the JSON text
 */
public record RawJson(String text) {
    public RawJson {
        Objects.requireNonNull(text, "text");
    }

    public static RawJson of(String text) {
        return new RawJson(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
