package io.llmrouter.api;

import java.util.List;
import java.util.Objects;

/**
 * The result of one tool call.
 *
 * @param callId the id of the {@link ToolCall} that it answers
 * @param content the result's parts, in order
 * @param error whether the tool failed
 * @param extras fields that only the message's own wire format understands
 */
public record ToolMessage(String callId, List<Content> content, boolean error, Extras extras) implements Message {
    public ToolMessage {
        Objects.requireNonNull(callId, "callId");
        content = List.copyOf(content);
    }

    public static ToolMessage of(String callId, String result) {
        return new ToolMessage(callId, List.of(Content.text(result)), false, Extras.NONE);
    }

    public static ToolMessage failed(String callId, String reason) {
        return new ToolMessage(callId, List.of(Content.text(reason)), true, Extras.NONE);
    }
}
