package io.llmrouter.learned.difficulty;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds texts that share thirteen words in a row with a test query, or all words of a short one, whatever frame stands
 * around them. Runs that many test queries have are their frame, and tell nothing.
 */
final class SeenTexts {
    private static final int RUN = 13;
    private static final int FRAME = 4;
    private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Set<String> runs = new HashSet<>();

    SeenTexts(Iterable<String> tests) {
        Map<String, Integer> counts = new HashMap<>();
        for (String test : tests) {
            new HashSet<>(runs(test)).forEach(run -> counts.merge(run, 1, Integer::sum));
        }
        counts.forEach((run, count) -> {
            if (count <= FRAME) {
                runs.add(run);
            }
        });
    }

    boolean contains(String text) {
        return runs(text).stream().anyMatch(runs::contains);
    }

    private static List<String> runs(String text) {
        List<String> words = List.of(OTHER.split(text.toLowerCase(Locale.ROOT).strip()));
        var found = new ArrayList<String>();
        found.add(String.join(" ", words));
        for (int i = 0; i + RUN <= words.size(); i++) {
            found.add(String.join(" ", words.subList(i, i + RUN)));
        }
        return found;
    }
}
