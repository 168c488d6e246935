package io.llmrouter.core.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
final class Spelling {
    private static final int LONGEST = 100;
    private static final int MOST = 1_000;

    private Spelling() {}

    /** The known name nearest to a wrong one, if it is near enough. */
    static Optional<String> nearest(String wrong, Collection<String> known) {
        if (wrong.length() > LONGEST || known.size() > MOST) {
            return Optional.empty();
        }
        var plain = plain(wrong);
        int allowed = Math.min(Math.max(1, plain.length() / 3), plain.length() - 1);
        String best = null;
        for (String candidate : known) {
            int distance = distance(plain, plain(candidate));
            if (distance <= allowed) {
                allowed = distance - 1;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours. */
    private static int distance(String a, String b) {
        int[][] cells = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cells[i][j] = i == 0 || j == 0 ? i + j : cell(cells, a, b, i, j);
            }
        }
        return cells[a.length()][b.length()];
    }

    private static int cell(int[][] cells, String a, String b, int i, int j) {
        int replaced = cells[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cells[i - 1][j], cells[i][j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cells[i - 2][j - 2] + 1) : best;
    }
}
