package io.llmrouter.cli.terminal;

import java.util.function.BiFunction;

/**
 * A field of a {@link Table}.
 *
 * @param text what stands in it
 * @param look how it looks
 */
public record Cell(String text, BiFunction<Style, String, String> look) {
    /** Plain text. */
    public static Cell of(String text) {
        return new Cell(text, (style, shown) -> shown);
    }

    public static Cell bold(String text) {
        return new Cell(text, Style::bold);
    }

    public static Cell dim(String text) {
        return new Cell(text, Style::dim);
    }

    public static Cell cyan(String text) {
        return new Cell(text, Style::cyan);
    }
}
