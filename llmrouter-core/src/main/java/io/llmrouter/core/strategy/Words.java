package io.llmrouter.core.strategy;

import java.lang.Character.UnicodeScript;

/** Words in texts of any script. */
final class Words {
    private static final int CHARACTERS_PER_UNSPACED_WORD = 2;

    private Words() {}

    /**
     * Whether a text holds a word, or a phrase, that is not a part of longer words. Both must have the same case.
     *
     * <p>Where the word begins or ends with something other than a letter, as {@code c++} does, anything may stand next to
     * it; so it may in scripts that put no spaces between words.
     */
    static boolean contains(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !isOneWord(text.codePointBefore(at), text.codePointAt(at));
            boolean ends = end == text.length() || !isOneWord(text.codePointBefore(end), text.codePointAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    /** How many words a text has; in scripts without spaces, about how many. */
    static int count(String text) {
        int words = 0;
        int unspaced = 0;
        boolean inWord = false;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            boolean spaced = isSpaced(character);
            if (spaced && !inWord) {
                words++;
            } else if (isUnspaced(character)) {
                unspaced++;
            }
            inWord = spaced || (inWord && !Character.isWhitespace(character) && !isUnspaced(character));
        }
        return words + (unspaced + CHARACTERS_PER_UNSPACED_WORD - 1) / CHARACTERS_PER_UNSPACED_WORD;
    }

    private static boolean isOneWord(int left, int right) {
        return isSpaced(left) && isSpaced(right);
    }

    /** Whether it is a part of a word in a script that puts spaces between words. */
    private static boolean isSpaced(int character) {
        if (character < 0x80) {
            return Character.isLetterOrDigit(character) || character == '_';
        }
        return (Character.isLetterOrDigit(character) || isMark(character)) && !isUnspaced(character);
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isUnspaced(int character) {
        if (character < 0x80) {
            return false;
        }
        return switch (UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }
}
