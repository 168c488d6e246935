package io.llmrouter.api;

import java.util.List;

/** One turn of a conversation. */
public sealed interface Message permits SystemMessage, UserMessage, AssistantMessage, ToolMessage {

    /** The parts of the message, in order. */
    List<Content> content();

    /** Fields of the message that only its own wire format understands. */
    Extras extras();

    /** The text parts, joined by newlines; empty if there are none. */
    default String text() {
        return Content.textOf(content());
    }
}
