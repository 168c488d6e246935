package io.llmrouter.soak;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked and answered: the number of a request says it all. */
final class Texts {
    static final int LARGE = 150_000;

    private static final Pattern NUMBER = Pattern.compile("soak (\\d+)\\.");
    private static final Pattern PREFIX = Pattern.compile("^\\[[^\\]]+] ");
    private static final int FEWEST_WORDS = 20;
    private static final int MORE_WORDS = 60;
    private static final int EVERY_LARGE = 101;

    private Texts() {}

    /** What the client says; now and then a long text. */
    static String prompt(int number) {
        return "soak " + number + "." + (number % EVERY_LARGE == 0 ? " pad".repeat(LARGE / 4) : "");
    }

    /** Which request a prompt belongs to; -1 for none of ours. */
    static int number(String prompt) {
        Matcher found = NUMBER.matcher(prompt);
        return found.lookingAt() ? Integer.parseInt(found.group(1)) : -1;
    }

    /** The answer that models give. */
    static String answer(int number) {
        return text("a", number);
    }

    /** The answer of a model that is of another mind. */
    static String otherAnswer(int number) {
        return text("b", number);
    }

    private static String text(String kind, int number) {
        var text = new StringBuilder(kind).append(number);
        for (int word = 1; word < outputTokens(number) - 1; word++) {
            text.append(" w").append(word);
        }
        return text.append(" z").append(number).toString();
    }

    static int inputTokens(int number) {
        return 10 + number % 7;
    }

    static int outputTokens(int number) {
        return FEWEST_WORDS + number % MORE_WORDS;
    }

    /** Whether a text is a whole answer, with or without the name of its model before it. */
    static boolean isWhole(int number, String text) {
        String bare = PREFIX.matcher(text).replaceFirst("");
        return bare.equals(answer(number)) || bare.equals(otherAnswer(number));
    }
}
