package io.llmrouter.testkit;

import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says.
 *
 * @param text the pieces in which the text is streamed; {@code null} repeats the user's last message
 * @param finish why the model stopped; {@code null} follows from the tool calls
 * @param usage the usage to report; {@code null} to estimate it
 */
record Said(
        @Nullable List<String> text,
        Content.@Nullable Thinking thinking,
        List<Call> calls,
        @Nullable FinishReason finish,
        @Nullable Usage usage) {
    static final int ARGUMENT_PIECE = 12;

    /** A tool call with the pieces in which its arguments are streamed. */
    record Call(ToolCall call, List<String> pieces) {}

    static Said text(String text) {
        return new Said(words(text), null, List.of(), null, null);
    }

    static Said echo() {
        return new Said(null, null, List.of(), null, null);
    }

    Said chunks(List<String> pieces) {
        return new Said(List.copyOf(pieces), thinking, calls, finish, usage);
    }

    Said thinking(Content.Thinking thinking) {
        return new Said(text, thinking, calls, finish, usage);
    }

    Said calling(ToolCall call) {
        var longer = new ArrayList<>(calls);
        longer.add(new Call(call, pieces(call.arguments(), ARGUMENT_PIECE)));
        return new Said(text, thinking, List.copyOf(longer), finish, usage);
    }

    Said argumentPieces(int size) {
        List<Call> cut = calls.stream()
                .map(call -> new Call(call.call(), pieces(call.call().arguments(), size)))
                .toList();
        return new Said(text, thinking, cut, finish, usage);
    }

    Said finish(FinishReason finish) {
        return new Said(text, thinking, calls, finish, usage);
    }

    Said usage(Usage usage) {
        return new Said(text, thinking, calls, finish, usage);
    }

    static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\\s)(?=\\S)"));
    }

    /** Cuts between characters, so that no surrogate pair is torn. */
    private static List<String> pieces(String text, int size) {
        var pieces = new ArrayList<String>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(start + size, text.length());
            if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                end++;
            }
            pieces.add(text.substring(start, end));
            start = end;
        }
        return List.copyOf(pieces);
    }
}
