package io.llmrouter.core.strategy;

import java.util.Locale;

/**
 * The part of a message that strategies look at.
 *
 * @param text its first {@value #LONGEST} characters
 * @param lowerCase the same in lower case
 */
record QueryText(String text, String lowerCase) {
    static final int LONGEST = 10_000;

    static QueryText of(String query) {
        String text = cut(query, LONGEST);
        return new QueryText(text, text.toLowerCase(Locale.ROOT));
    }

    /** At most that many characters of a text, without half a surrogate pair at its end. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, splitsPair ? longest - 1 : longest);
    }
}
