package io.llmrouter.api;

import java.util.List;

/**
 * Instructions to the model.
 *
 * @param content the parts, in order
 * @param developer whether the message had OpenAI's role {@code developer}; other formats treat both the same
 * @param extras fields that only the message's own wire format understands
 */
public record SystemMessage(List<Content> content, boolean developer, Extras extras) implements Message {
    public SystemMessage {
        content = List.copyOf(content);
    }

    public SystemMessage(List<Content> content) {
        this(content, false, Extras.NONE);
    }

    public static SystemMessage of(String text) {
        return new SystemMessage(List.of(Content.text(text)));
    }
}
