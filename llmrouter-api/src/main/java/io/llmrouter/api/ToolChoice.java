package io.llmrouter.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the model may, must or must not call tools.
 *
 * @param mode what is asked
 * @param name the tool that must be called, with {@link Mode#NAMED} only
 */
public record ToolChoice(Mode mode, @Nullable String name) {
    public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, null);
    public static final ToolChoice NONE = new ToolChoice(Mode.NONE, null);
    public static final ToolChoice REQUIRED = new ToolChoice(Mode.REQUIRED, null);

    public ToolChoice {
        Objects.requireNonNull(mode, "mode");
        if ((mode == Mode.NAMED) != (name != null)) {
            throw new IllegalArgumentException("name: expected with mode NAMED and only then, found " + mode);
        }
    }

    /** The model must call this tool. */
    public static ToolChoice named(String name) {
        return new ToolChoice(Mode.NAMED, name);
    }

    /** The kinds of choice. */
    public enum Mode {
        /** The model decides. */
        AUTO,
        /** No tool may be called. */
        NONE,
        /** Some tool must be called. */
        REQUIRED,
        /** One given tool must be called. */
        NAMED
    }
}
