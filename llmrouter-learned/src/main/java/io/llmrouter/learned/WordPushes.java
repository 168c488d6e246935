package io.llmrouter.learned;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each word of a query does to a figure: the figure of the query less that of the query without the word (occlusion,
 * after Li et al., 2016). It holds for any predictor. Stateless.
 */
final class WordPushes {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final int LONGEST = 4_000;
    private static final int MOST_WORDS = 100;
    private static final double NOTHING = 5e-4;

    private WordPushes() {}

    /**
     * The words that move the figure most, the strongest first. Of a long query only the first words are tried.
     *
     * @param most how many at most
     */
    static List<Evidence.Word> of(String query, ToDoubleFunction<String> figure, int most) {
        double whole = figure.applyAsDouble(query);
        var pushes = new ArrayList<Evidence.Word>();
        for (String word : words(query)) {
            double push = whole - figure.applyAsDouble(without(query, word));
            if (Math.abs(push) >= NOTHING) {
                pushes.add(new Evidence.Word(word, push));
            }
        }
        pushes.sort(Comparator.comparingDouble((Evidence.Word word) -> -Math.abs(word.push())));
        return pushes.subList(0, Math.min(most, pushes.size()));
    }

    private static Set<String> words(String query) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(query.substring(0, Math.min(query.length(), LONGEST)));
        while (matcher.find() && words.size() < MOST_WORDS) {
            words.add(matcher.group().toLowerCase(Locale.ROOT));
        }
        return words;
    }

    private static String without(String query, String word) {
        return WORD.matcher(query)
                .replaceAll(found -> found.group().toLowerCase(Locale.ROOT).equals(word)
                        ? ""
                        : Matcher.quoteReplacement(found.group()));
    }
}
