package io.llmrouter.api;

import java.util.ArrayList;
import java.util.List;

/**
 * What a model said: text, thinking and tool calls, in the order in which it said them.
 *
 * @param content the parts, in order; may be empty
 * @param extras fields that only the message's own wire format understands
 */
public record AssistantMessage(List<Content> content, Extras extras) implements Message {
    public AssistantMessage {
        content = List.copyOf(content);
    }

    public AssistantMessage(List<Content> content) {
        this(content, Extras.NONE);
    }

    public static AssistantMessage of(String text) {
        return new AssistantMessage(List.of(Content.text(text)));
    }

    /** The text parts, joined without a separator: a model's text parts are pieces of one text. */
    @Override
    public String text() {
        var text = new StringBuilder();
        for (Content part : content) {
            if (part instanceof Content.Text t) {
                text.append(t.text());
            }
        }
        return text.toString();
    }

    /** The readable part of the model's thinking, joined; empty if there is none. */
    public String reasoning() {
        var text = new StringBuilder();
        for (Content part : content) {
            if (part instanceof Content.Thinking t) {
                text.append(t.text());
            }
        }
        return text.toString();
    }

    /** The tool calls, in order. */
    public List<ToolCall> toolCalls() {
        var calls = new ArrayList<ToolCall>();
        for (Content part : content) {
            if (part instanceof ToolCall call) {
                calls.add(call);
            }
        }
        return List.copyOf(calls);
    }
}
