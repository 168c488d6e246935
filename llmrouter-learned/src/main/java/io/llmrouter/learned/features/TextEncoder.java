package io.llmrouter.learned.features;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Turns texts into sparse vectors of hashed terms, weighted by (1 + log tf) * idf and of length 1.
 *
 * <p>idf = log((1 + rows) / (1 + df)) + 1. A term in too few rows of the training data, by default fewer than two, has no column; it still
 * counts towards the length, so that a text of unknown words comes out near zero and its prediction near the prior.
 * Immutable.
 */
public final class TextEncoder {
    private static final int FEWEST_ROWS = 2;
    private static final int NONE = -1;

    private final TermHasher hasher;
    private final int[] columns;
    private final int[] buckets;
    private final float[] idf;
    private final float unknownIdf;

    private TextEncoder(TermHasher hasher, int[] buckets, float[] idf, float unknownIdf) {
        this.hasher = hasher;
        this.buckets = buckets;
        this.idf = idf;
        this.unknownIdf = unknownIdf;
        this.columns = new int[TermHasher.BUCKETS];
        Arrays.fill(columns, NONE);
        for (int i = 0; i < buckets.length; i++) {
            columns[buckets[i]] = i;
        }
    }

    /**
     * Learns which terms occur and how often.
     *
     * @param rows how many texts there are
     * @param texts the texts by position
     * @param characters the length of character n-grams to use beside words; 0 for none
     */
    public static TextEncoder fit(int rows, IntFunction<String> texts, int characters) {
        return fit(rows, texts, characters, FEWEST_ROWS);
    }

    /**
     * Learns which terms occur and how often.
     *
     * @param fewestRows in how many rows a term must be to have a column
     */
    public static TextEncoder fit(int rows, IntFunction<String> texts, int characters, int fewestRows) {
        var hasher = new TermHasher(characters);
        int[] frequency = new int[TermHasher.BUCKETS];
        for (int row = 0; row < rows; row++) {
            int last = NONE;
            for (int bucket : hasher.buckets(texts.apply(row))) {
                if (bucket != last) {
                    frequency[bucket]++;
                }
                last = bucket;
            }
        }
        int kept = 0;
        int[] buckets = new int[TermHasher.BUCKETS];
        for (int bucket = 0; bucket < frequency.length; bucket++) {
            if (frequency[bucket] >= fewestRows) {
                buckets[kept++] = bucket;
            }
        }
        float[] idf = new float[kept];
        for (int i = 0; i < kept; i++) {
            idf[i] = idf(rows, frequency[buckets[i]]);
        }
        return new TextEncoder(hasher, Arrays.copyOf(buckets, kept), idf, idf(rows, 1));
    }

    /** An encoder from its parts, as they were saved. */
    public static TextEncoder of(int characters, int[] buckets, float[] idf, float unknownIdf) {
        return new TextEncoder(new TermHasher(characters), buckets, idf, unknownIdf);
    }

    private static float idf(int rows, int frequency) {
        return (float) (Math.log((1.0 + rows) / (1.0 + frequency)) + 1);
    }

    /** How many buckets there are in all: every saved one is below it. */
    public static int bucketLimit() {
        return TermHasher.BUCKETS;
    }

    public int characters() {
        return hasher.characters();
    }

    /** The buckets that have a column, in the order of the columns. */
    public int[] buckets() {
        return buckets.clone();
    }

    /** The weights of the columns. */
    public float[] idf() {
        return idf.clone();
    }

    public float unknownIdf() {
        return unknownIdf;
    }

    /** The length of the vectors. */
    public int columns() {
        return buckets.length;
    }

    /** The words and pairs of a text that have a column, by column. */
    public Map<Integer, String> names(String text) {
        Map<Integer, String> names = new HashMap<>();
        hasher.names(text).forEach((bucket, name) -> {
            if (columns[bucket] != NONE) {
                names.put(columns[bucket], name);
            }
        });
        return names;
    }

    /** The vector of a text. */
    public SparseVector encode(String text) {
        int[] found = hasher.buckets(text);
        int[] at = new int[found.length];
        float[] values = new float[found.length];
        int size = 0;
        double squares = 0;
        for (int i = 0; i < found.length; ) {
            int end = i + 1;
            while (end < found.length && found[end] == found[i]) {
                end++;
            }
            int column = columns[found[i]];
            int count = end - i;
            double value = (count == 1 ? 1 : 1 + Math.log(count)) * (column == NONE ? unknownIdf : idf[column]);
            squares += value * value;
            if (column != NONE) {
                at[size] = column;
                values[size++] = (float) value;
            }
            i = end;
        }
        float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        for (int i = 0; i < size; i++) {
            values[i] *= scale;
        }
        return new SparseVector(at, values, size);
    }
}
