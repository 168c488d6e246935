package io.llmrouter.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The form that the answer's text must have. */
public sealed interface ResponseFormat {

    /** Free text. */
    record Text() implements ResponseFormat {}

    /** Any JSON object. */
    record JsonObject() implements ResponseFormat {}

    /**
     * JSON that follows a schema.
     *
     * @param name a name for the schema
     * @param schema the JSON Schema
     * @param strict whether the model must keep to it exactly; {@code null} leaves it to the provider
     * @param description what the answer is for, if said
     */
    record JsonSchema(
            String name,
            RawJson schema,
            @Nullable Boolean strict,
            @Nullable String description) implements ResponseFormat {
        public JsonSchema {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(schema, "schema");
        }
    }

    /** JSON that follows the given JSON Schema exactly. */
    static ResponseFormat jsonSchema(String name, String schema) {
        return new JsonSchema(name, RawJson.of(schema), true, null);
    }
}
