package io.llmrouter.learned.difficulty;

/** What a text looks like whatever its words: features that hold for texts whose words were never seen. */
final class TextShape {
    /** How many features there are, each from 0 to 1. */
    static final int FEATURES = 8;

    private static final int LONGEST = 20_000;
    private static final double MANY_LINES = 150;
    private static final double LONG_WORD = 12;
    private static final double FEW_WORDS = 8;

    private int letters;
    private int digits;
    private int capitals;
    private int signs;
    private int foreign;
    private int words;
    private int lines = 1;

    private TextShape(String text, int length) {
        boolean inWord = false;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean letter = Character.isLetter(c);
            boolean digit = Character.isDigit(c);
            letters += letter ? 1 : 0;
            digits += digit ? 1 : 0;
            capitals += Character.isUpperCase(c) ? 1 : 0;
            signs += letter || digit || Character.isWhitespace(c) ? 0 : 1;
            foreign += c > 127 ? 1 : 0;
            lines += c == '\n' ? 1 : 0;
            words += letter && !inWord ? 1 : 0;
            inWord = letter;
        }
    }

    /** The features of the first 20,000 characters. */
    static float[] of(String text) {
        int length = Math.min(text.length(), LONGEST);
        var shape = new TextShape(text, length);
        double all = Math.max(1, length);
        return new float[] {
            (float) (Math.log1p(length) / Math.log1p(LONGEST)),
            (float) Math.min(1, Math.log1p(shape.lines) / Math.log1p(MANY_LINES)),
            (float) (shape.digits / all),
            (float) (shape.signs / all),
            (float) (shape.capitals / (double) Math.max(1, shape.letters)),
            (float) Math.min(1, shape.letters / (LONG_WORD * Math.max(1, shape.words))),
            (float) (shape.foreign / all),
            (float) Math.exp(-shape.words / FEW_WORDS)
        };
    }
}
