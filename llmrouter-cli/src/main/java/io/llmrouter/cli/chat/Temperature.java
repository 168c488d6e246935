package io.llmrouter.cli.chat;

import org.jspecify.annotations.Nullable;

/** A temperature as it is typed. */
public final class Temperature {
    private static final String NONE = "none";

    private Temperature() {}

    /**
     * The number; {@code null} for {@code none}, which leaves it to the model.
     *
     * @throws IllegalArgumentException if it is neither, with what was expected and found
     */
    public static @Nullable Double of(String text) {
        if (text.equals(NONE)) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && number <= 2) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number from 0 to 2, or none, found '" + text + "'", e);
        }
        throw new IllegalArgumentException("expected a number from 0 to 2, or none, found " + text);
    }
}
