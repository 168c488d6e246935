package io.llmrouter.learned;

import io.llmrouter.learned.data.RoutingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Divides rows for validation: equal texts always come into the same fold. */
final class Folds {
    private static final int NONE = -1;

    private final int[] fold;

    private Folds(int[] fold) {
        this.fold = fold;
    }

    /** Divides all rows. */
    static Folds of(RoutingTable table, int folds, long seed) {
        return of(table, folds, folds, seed);
    }

    /** Divides about so many rows at most; the others come into no fold, and are not outside of any. */
    static Folds ofSome(RoutingTable table, int folds, int most, long seed) {
        return of(table, folds, (int) Math.max(folds, (long) folds * table.size() / most), seed);
    }

    private static Folds of(RoutingTable table, int folds, int parts, long seed) {
        int[] fold = new int[table.size()];
        for (int row = 0; row < fold.length; row++) {
            long hash = 1125899906842597L;
            String text = table.query(row);
            for (int i = 0; i < text.length(); i++) {
                hash = 31 * hash + text.charAt(i);
            }
            int part = new SplittableRandom(hash ^ seed).nextInt(parts);
            fold[row] = part < folds ? part : NONE;
        }
        return new Folds(fold);
    }

    /** The rows of a fold, at most so many. */
    int[] in(int wanted, int most) {
        return IntStream.range(0, fold.length)
                .filter(row -> fold[row] == wanted)
                .limit(most)
                .toArray();
    }

    /** The rows of all other folds. */
    int[] outside(int wanted) {
        return IntStream.range(0, fold.length)
                .filter(row -> fold[row] != wanted && fold[row] != NONE)
                .toArray();
    }

    static int[] joined(List<int[]> parts) {
        return new ArrayList<>(parts).stream().flatMapToInt(IntStream::of).toArray();
    }
}
