package io.llmrouter.core.engine;

import io.llmrouter.api.Delta;
import io.llmrouter.core.limits.TokenEstimate;

/** What the caller of a stream has got so far. */
final class Delivered {
    private final StringBuilder text = new StringBuilder();
    private long otherChars;
    private boolean any;
    private boolean toolCall;

    void add(Delta delta) {
        any = true;
        if (delta instanceof Delta.Text piece && piece.choice() == 0) {
            text.append(piece.text());
        } else if (delta instanceof Delta.Text piece) {
            otherChars += piece.text().length();
        } else if (delta instanceof Delta.Reasoning piece) {
            otherChars += piece.text().length();
        } else if (delta instanceof Delta.ToolCall) {
            toolCall = true;
        }
    }

    void clear() {
        text.setLength(0);
        otherChars = 0;
        any = false;
        toolCall = false;
    }

    boolean isEmpty() {
        return !any;
    }

    boolean hasToolCall() {
        return toolCall;
    }

    String text() {
        return text.toString();
    }

    long tokens() {
        return TokenEstimate.ofChars(text.length() + otherChars);
    }
}
