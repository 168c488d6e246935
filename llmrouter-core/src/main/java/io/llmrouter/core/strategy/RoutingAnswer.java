package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads the answer of a language model that was asked for the name of a model. */
final class RoutingAnswer {
    private static final int LONGEST = 2_000;
    private static final String THINKING = "<think>";
    private static final String END_OF_THINKING = "</think>";

    private RoutingAnswer() {}

    /**
     * The candidates that an answer names: the first line if it is a name, else the names in the first line, else those in
     * the whole answer.
     *
     * <p>Only whole names count, regardless of case: {@code x-8b} is not named by {@code x-8b-long}. Quotes, markdown and
     * punctuation around them do not matter.
     */
    static List<String> namedModels(String answer, List<Candidate> candidates) {
        String text = QueryText.cut(withoutThinking(answer), LONGEST).strip();
        if (text.isEmpty()) {
            return List.of();
        }
        String firstLine = text.lines().findFirst().orElse(text).strip();
        for (Candidate candidate : candidates) {
            if (candidate.name().equals(firstLine)) {
                return List.of(candidate.name());
            }
        }
        List<String> longestFirst = candidates.stream()
                .map(Candidate::name)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        List<String> named = namesIn(firstLine, longestFirst);
        return named.isEmpty() ? namesIn(text, longestFirst) : named;
    }

    private static String withoutThinking(String answer) {
        int end = answer.lastIndexOf(END_OF_THINKING);
        if (end >= 0) {
            return answer.substring(end + END_OF_THINKING.length());
        }
        return answer.stripLeading().startsWith(THINKING) ? "" : answer;
    }

    private static List<String> namesIn(String text, List<String> longestFirst) {
        var named = new ArrayList<String>();
        boolean[] taken = new boolean[text.length()];
        for (String name : longestFirst) {
            boolean found = false;
            for (int at = 0; at + name.length() <= text.length(); at++) {
                if (!taken[at] && text.regionMatches(true, at, name, 0, name.length()) && isWhole(text, at, name)) {
                    Arrays.fill(taken, at, at + name.length(), true);
                    found = true;
                }
            }
            if (found) {
                named.add(name);
            }
        }
        return named;
    }

    private static boolean isWhole(String text, int at, String name) {
        int end = at + name.length();
        return !goesOn(text, at - 1, -1) && !goesOn(text, end, 1);
    }

    /** Whether a name goes on there: with a letter or digit, or with a sign that names hold and one after it. */
    private static boolean goesOn(String text, int at, int step) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        if ("-_./:@".indexOf(text.charAt(at)) < 0) {
            return Character.isLetterOrDigit(text.charAt(at));
        }
        int beyond = at + step;
        return beyond >= 0 && beyond < text.length() && Character.isLetterOrDigit(text.charAt(beyond));
    }
}
