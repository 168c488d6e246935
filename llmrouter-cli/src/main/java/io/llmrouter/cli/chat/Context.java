package io.llmrouter.cli.chat;

import io.llmrouter.core.memory.SimilarTexts;
import java.util.List;
import java.util.Locale;

/**
 * How much of the conversation goes with a question.
 *
 * @param most for {@link Mode#RETRIEVAL}: the most turns
 */
public record Context(Mode mode, int most) {
    /** The usual number of turns that are retrieved. */
    public static final int USUAL_MOST = 3;

    private static final int LARGEST = 1_000;

    /** What goes with a question. */
    public enum Mode {
        /** Nothing. */
        CURRENT_ONLY,
        /** All earlier turns. */
        FULL_CONTEXT,
        /** The earlier turns that are most similar to the question. */
        RETRIEVAL;

        /** The name as it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Context {
        if (most < 1 || most > LARGEST) {
            throw new IllegalArgumentException("expected 1 to " + LARGEST + " turns, found " + most);
        }
    }

    /**
     * A context as it is typed: a mode, and for retrieval perhaps a number of turns.
     *
     * @throws IllegalArgumentException if it is none, with what was expected and found
     */
    static Context parse(String text) {
        String[] parts = text.strip().split("\\s+", -1);
        for (Mode mode : Mode.values()) {
            if (mode.toString().equalsIgnoreCase(parts[0]) && parts.length <= (mode == Mode.RETRIEVAL ? 2 : 1)) {
                return new Context(mode, parts.length == 2 ? number(parts[1]) : USUAL_MOST);
            }
        }
        throw new IllegalArgumentException(
                "expected current_only, full_context or retrieval [K], found '" + text.strip() + "'");
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected 1 to " + LARGEST + " turns, found '" + text + "'", e);
        }
    }

    /** The turns that go with a question, in their order. */
    List<Turn> of(List<Turn> earlier, String question) {
        return switch (mode) {
            case CURRENT_ONLY -> List.of();
            case FULL_CONTEXT -> earlier;
            case RETRIEVAL -> {
                List<String> texts = earlier.stream()
                        .map(turn -> turn.question() + "\n" + turn.answer())
                        .toList();
                yield SimilarTexts.places(question, texts, most).stream()
                        .map(earlier::get)
                        .toList();
            }
        };
    }

    @Override
    public String toString() {
        return mode == Mode.RETRIEVAL ? mode + " " + most : mode.toString();
    }
}
