package io.llmrouter.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function that the model may ask to have called.
 *
 * @param name the name: letters, digits, underscores and hyphens
 * @param description what it does and when to use it; may be empty
 * @param parameters the JSON Schema of its arguments
 * @param strict whether the model must keep to the schema exactly; {@code null} leaves it to the provider
 * @param extras fields that only the tool's own wire format understands; for a provider's built-in tool, all of them
 */
public record Tool(
        String name,
        String description,
        RawJson parameters,
        @Nullable Boolean strict,
        Extras extras) {
    public Tool {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(parameters, "parameters");
    }

    /** A tool whose arguments follow the given JSON Schema. */
    public static Tool of(String name, String description, String parametersSchema) {
        return new Tool(name, description, RawJson.of(parametersSchema), null, Extras.NONE);
    }
}
