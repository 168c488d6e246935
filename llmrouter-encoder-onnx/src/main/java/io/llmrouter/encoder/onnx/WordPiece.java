package io.llmrouter.encoder.onnx;

import java.util.Arrays;
import java.util.Map;

/**
 * WordPiece (Schuster and Nakajima, 2012): each word as its longest pieces of the vocabulary, from the left, between the
 * marks of begin and end. Immutable.
 */
final class WordPiece {
    /** A longer text is cut: nobody's model reads so many tokens of it. */
    private static final int LONGEST_TEXT = 100_000;

    private static final int NONE = -1;

    private final Normaliser normaliser;
    private final Map<String, Integer> vocabulary;
    private final String prefix;
    private final int longestWord;
    private final int unknown;
    private final int begin;
    private final int end;

    /**
     * Creates the tokenizer.
     *
     * @param vocabulary the ids of the pieces
     * @param prefix what stands before a piece that continues a word, such as {@code ##}
     * @param longestWord words of more characters are unknown
     * @param marks the ids of unknown words, of the begin and of the end
     */
    WordPiece(Normaliser normaliser, Map<String, Integer> vocabulary, String prefix, int longestWord, Marks marks) {
        this.normaliser = normaliser;
        this.vocabulary = Map.copyOf(vocabulary);
        this.prefix = prefix;
        this.longestWord = longestWord;
        this.unknown = marks.unknown;
        this.begin = marks.begin;
        this.end = marks.end;
    }

    /** The ids of what is no word. */
    record Marks(int unknown, int begin, int end) {}

    /** The largest id. */
    int largestId() {
        return vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /**
     * The ids of a text.
     *
     * @param most how many at most, with the marks of begin and end; what is longer is cut
     */
    long[] ids(String text, int most) {
        var ids = new Ids(most - 1);
        ids.add(begin);
        normaliser.words(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text, word -> {
            addPieces(word, ids);
            return !ids.isFull();
        });
        return ids.endedBy(end);
    }

    private void addPieces(String word, Ids ids) {
        int first = ids.size;
        if (word.codePointCount(0, word.length()) > longestWord) {
            ids.add(unknown);
            return;
        }
        for (int from = 0; from < word.length(); ) {
            int to = word.length();
            int id = NONE;
            while (to > from) {
                String piece = word.substring(from, to);
                id = vocabulary.getOrDefault(from > 0 ? prefix.concat(piece) : piece, NONE);
                if (id != NONE) {
                    break;
                }
                to = word.offsetByCodePoints(to, -1);
            }
            if (id == NONE) {
                // A word of which one piece is unknown is unknown as a whole.
                ids.size = first;
                ids.add(unknown);
                return;
            }
            ids.pieces(id);
            from = to;
        }
        ids.cut();
    }

    /** Ids so far. */
    private static final class Ids {
        private final int most;
        private long[] values = new long[64];
        private int size;

        Ids(int most) {
            this.most = most;
        }

        boolean isFull() {
            return size >= most;
        }

        void add(long id) {
            pieces(id);
            cut();
        }

        /** Adds the id of a piece; the word's other pieces may yet turn out unknown. */
        void pieces(long id) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = id;
        }

        void cut() {
            size = Math.min(size, most);
        }

        long[] endedBy(long id) {
            long[] all = Arrays.copyOf(values, size + 1);
            all[size] = id;
            return all;
        }
    }
}
