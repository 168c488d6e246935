package io.llmrouter.core.limits;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Message;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;

/** Tokens counted by rule of thumb: four characters each, and a flat rate for what is not text. */
public final class TokenEstimate {
    private static final int CHARS_PER_TOKEN = 4;
    private static final int MEDIA_TOKENS = 1_000;
    private static final int MESSAGE_TOKENS = 4;

    private TokenEstimate() {}

    /** The tokens of a request's messages and tools. */
    public static long ofPrompt(ChatRequest request) {
        long chars = 0;
        long media = 0;
        for (Message message : request.messages()) {
            for (Content part : message.content()) {
                chars += chars(part);
                media += isMedia(part) ? 1 : 0;
            }
        }
        for (Tool tool : request.tools()) {
            chars += tool.name().length()
                    + tool.description().length()
                    + tool.parameters().text().length();
        }
        return ofChars(chars) + media * MEDIA_TOKENS + (long) request.messages().size() * MESSAGE_TOKENS;
    }

    /** The tokens of a text of that length. */
    public static long ofChars(long chars) {
        return (chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    }

    /** The length of a part of a message; 0 for media. */
    public static long chars(Content part) {
        if (part instanceof Content.Text text) {
            return text.text().length();
        } else if (part instanceof Content.Thinking thinking) {
            return thinking.text().length();
        } else if (part instanceof ToolCall call) {
            return (long) call.name().length() + call.arguments().length();
        } else if (part instanceof Content.Other other) {
            return other.json().text().length();
        }
        return 0;
    }

    private static boolean isMedia(Content part) {
        return part instanceof Content.Image || part instanceof Content.Audio || part instanceof Content.File;
    }
}
