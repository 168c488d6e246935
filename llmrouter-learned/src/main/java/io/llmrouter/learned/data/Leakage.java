package io.llmrouter.learned.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rows to learn from whose text is also a test query.
 *
 * <p>Texts are compared without regard to case and white space. A router that has seen a test query is
 * judged too well.
 *
 * @param ids the ids of the leaking rows, in their order
 * @param clean the table without them
 */
public record Leakage(List<String> ids, RoutingTable clean) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    public Leakage {
        ids = List.copyOf(ids);
    }

    /** Looks for rows of a table that leak. */
    public static Leakage of(RoutingTable train, RoutingTable test) {
        Set<String> tests = new HashSet<>();
        for (int row = 0; row < test.size(); row++) {
            tests.add(normalised(test.query(row)));
        }
        boolean[] leaks = new boolean[train.size()];
        var ids = new ArrayList<String>();
        for (int row = 0; row < train.size(); row++) {
            leaks[row] = tests.contains(normalised(train.query(row)));
            if (leaks[row]) {
                ids.add(train.id(row));
            }
        }
        return new Leakage(ids, ids.isEmpty() ? train : train.rowsWhere(row -> !leaks[row]));
    }

    static String normalised(String text) {
        return BLANKS.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
    }
}
