package io.llmrouter.core.memory;

import java.util.Arrays;
import java.util.Locale;

/**
 * Turns a text into a vector by its words and the three-character pieces of them.
 *
 * <p>Texts are similar to it if they share words, or parts of words as in inflections and typing errors; it knows
 * nothing of meaning. It needs no model and no download, and gives the same vector everywhere. So
 * {@code retriever_model}, {@code device} and {@code max_length} of the configuration have no effect, and vectors of the
 * neural encoder that they describe cannot be compared with its own.
 *
 * <p>Words and pieces are hashed into {@value #DIMENSIONS} dimensions with a sign from the hash (Weinberger et al.,
 * "Feature Hashing for Large Scale Multitask Learning", 2009), each with the weight 1 + ln(count); a piece weighs half a
 * word.
 */
final class LexicalEncoder {
    static final int DIMENSIONS = 512;
    /** In characters: a text is known by its beginning, and the cost of encoding one is bounded. */
    static final int LONGEST = 4_000;

    private static final int EDGE = -1;
    private static final int WORD_SEED = 0x2545F491;
    private static final int PIECE_SEED = 0x9E3779B9;
    private static final float PIECE_WEIGHT = 0.5f;

    private LexicalEncoder() {}

    /** The vector of a text; empty if it has neither letters nor digits. */
    static Embedding encode(String text) {
        int[] characters = text.substring(0, Math.min(text.length(), LONGEST))
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .toArray();
        var words = new int[characters.length];
        var pieces = new int[characters.length];
        int wordCount = 0;
        int pieceCount = 0;
        int start = 0;
        for (int i = 0; i <= characters.length; i++) {
            if (i < characters.length && Character.isLetterOrDigit(characters[i])) {
                continue;
            }
            if (i > start) {
                words[wordCount++] = hash(WORD_SEED, characters, start, i);
                for (int middle = start; middle < i; middle++) {
                    pieces[pieceCount++] = piece(characters, start, middle, i);
                }
            }
            start = i + 1;
        }
        var vector = new float[DIMENSIONS];
        add(vector, Arrays.copyOf(words, wordCount), 1);
        add(vector, Arrays.copyOf(pieces, pieceCount), PIECE_WEIGHT);
        return Embedding.of(vector);
    }

    /** The three characters around one of a word, whose edges count as characters. */
    private static int piece(int[] characters, int start, int middle, int end) {
        int[] piece = {
            middle > start ? characters[middle - 1] : EDGE,
            characters[middle],
            middle + 1 < end ? characters[middle + 1] : EDGE
        };
        return hash(PIECE_SEED, piece, 0, piece.length);
    }

    private static int hash(int seed, int[] characters, int from, int to) {
        int hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ characters[i]) * 0x01000193;
        }
        // The finalizer of MurmurHash3: the place and the sign are to depend on all characters alike.
        hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }

    private static void add(float[] vector, int[] hashes, float weight) {
        Arrays.sort(hashes);
        for (int i = 0; i < hashes.length; ) {
            int next = i + 1;
            while (next < hashes.length && hashes[next] == hashes[i]) {
                next++;
            }
            float value = weight * (float) (1 + Math.log(next - i));
            vector[hashes[i] & (DIMENSIONS - 1)] += hashes[i] < 0 ? -value : value;
            i = next;
        }
    }
}
