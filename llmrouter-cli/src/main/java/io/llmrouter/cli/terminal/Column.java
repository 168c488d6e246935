package io.llmrouter.cli.terminal;

/**
 * A column of a {@link Table}.
 *
 * @param title its head; may be empty
 * @param right whether its cells stand at its right edge
 * @param narrowest how far it may shrink where the table is too wide; {@link Integer#MAX_VALUE} for not at all
 */
public record Column(String title, boolean right, int narrowest) {
    /** Texts, shown whole. */
    public static Column left(String title) {
        return new Column(title, false, Integer.MAX_VALUE);
    }

    /** Numbers, shown whole. */
    public static Column right(String title) {
        return new Column(title, true, Integer.MAX_VALUE);
    }

    /** Texts that may be cut to that width. */
    public static Column flexible(String title, int narrowest) {
        return new Column(title, false, narrowest);
    }
}
