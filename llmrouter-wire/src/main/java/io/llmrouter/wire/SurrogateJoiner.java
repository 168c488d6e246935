package io.llmrouter.wire;

/** Joins surrogate pairs whose halves a server sent in two pieces of a text. */
final class SurrogateJoiner {
    private char pending;

    /** The text that is whole so far. */
    String join(String piece) {
        if (piece.isEmpty()) {
            return piece;
        }
        String text = pending == 0 ? piece : pending + piece;
        pending = 0;
        char last = text.charAt(text.length() - 1);
        if (Character.isHighSurrogate(last)) {
            pending = last;
            text = text.substring(0, text.length() - 1);
        }
        return Unicode.clean(text);
    }

    /** What is left at the end: half a pair becomes U+FFFD. */
    String rest() {
        boolean lone = pending != 0;
        pending = 0;
        return lone ? "\uFFFD" : "";
    }
}
