package io.llmrouter.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A piece of a streamed answer. */
public sealed interface Delta {

    /** The index of the {@link Choice} that the piece belongs to; 0 unless the request asked for more than one. */
    int choice();

    static Text text(String text) {
        return new Text(0, text, Extras.NONE);
    }

    /** The pieces of a whole answer, one a part. */
    static List<Delta> partsOf(ChatResponse response) {
        var parts = new ArrayList<Delta>();
        for (Choice choice : response.choices()) {
            int tools = 0;
            for (Content part : choice.message().content()) {
                if (part instanceof Content.Text text) {
                    parts.add(new Text(choice.index(), text.text(), Extras.NONE));
                } else if (part instanceof Content.Thinking thinking) {
                    parts.add(new Reasoning(choice.index(), thinking.text(), thinking.signature()));
                } else if (part instanceof io.llmrouter.api.ToolCall call) {
                    parts.add(new ToolCall(choice.index(), tools++, call.id(), call.name(), call.arguments()));
                }
            }
        }
        return parts;
    }

    /**
     * More text.
     *
     * @param choice the answer that it belongs to
     * @param text the text to append
     * @param extras fields beside the text that only the answer's own wire format understands
     */
    record Text(int choice, String text, Extras extras) implements Delta {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * More thinking.
     *
     * @param choice the answer that it belongs to
     * @param text the thinking to append; may be empty
     * @param signature the seal that ends a block of thinking, if the provider gives one
     */
    record Reasoning(int choice, String text, @Nullable String signature) implements Delta {
        public Reasoning {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * More of a tool call.
     *
     * @param choice the answer that it belongs to
     * @param index the call's position among the answer's calls; pieces of one call share it
     * @param id the call's id, with its first piece only
     * @param name the tool's name, with its first piece only
     * @param arguments the JSON text to append to the arguments; may be empty
     */
    record ToolCall(
            int choice,
            int index,
            @Nullable String id,
            @Nullable String name,
            String arguments) implements Delta {
        public ToolCall {
            Objects.requireNonNull(arguments, "arguments");
        }
    }
}
