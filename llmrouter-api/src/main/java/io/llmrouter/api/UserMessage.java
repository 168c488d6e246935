package io.llmrouter.api;

import java.util.List;

/**
 * What the user says: text, images, audio, files.
 *
 * @param content the parts, in order
 * @param extras fields that only the message's own wire format understands
 */
public record UserMessage(List<Content> content, Extras extras) implements Message {
    public UserMessage {
        content = List.copyOf(content);
    }

    public UserMessage(List<Content> content) {
        this(content, Extras.NONE);
    }

    public static UserMessage of(String text) {
        return new UserMessage(List.of(Content.text(text)));
    }

    public static UserMessage of(Content... content) {
        return new UserMessage(List.of(content));
    }
}
