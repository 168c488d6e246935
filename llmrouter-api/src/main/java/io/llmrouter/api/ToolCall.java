package io.llmrouter.api;

import java.util.Objects;

/**
 * A model's wish to have a tool called.
 *
 * @param id the call's id, which its {@link ToolMessage} must repeat
 * @param name the tool's name
 * @param arguments the arguments as JSON text, exactly as the model wrote it: usually an object, but nothing guarantees
 *     that it is well-formed; a call without arguments has <code>{}</code>
 */
public record ToolCall(String id, String name, String arguments) implements Content {
    public ToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(arguments, "arguments");
    }
}
