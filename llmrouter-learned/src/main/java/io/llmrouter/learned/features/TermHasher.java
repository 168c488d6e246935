package io.llmrouter.learned.features;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hashes the words of a text, their pairs and, if wanted, its character n-grams into 2^18 buckets (the hashing trick of
 * Weinberger et al., 2009). A word is a run of letters and digits in lower case; any other visible sign is one of its
 * own. Reads at most the first 20,000 characters. Immutable.
 */
final class TermHasher {
    static final int BUCKETS = 1 << 18;

    private static final int LONGEST = 20_000;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]");
    private static final int CHARACTER_SEED = 0x5bd1e995;

    private final int characters;

    /**
     * Creates the hasher.
     *
     * @param characters the length of the character n-grams; 0 for none
     */
    TermHasher(int characters) {
        this.characters = characters;
    }

    int characters() {
        return characters;
    }

    /** The words and pairs of a text by their bucket; of two in one bucket the first. */
    Map<Integer, String> names(String text) {
        Map<Integer, String> names = new HashMap<>();
        Matcher words = WORD.matcher(text.substring(0, Math.min(text.length(), LONGEST)));
        String before = "";
        while (words.find()) {
            String word = words.group();
            for (int bucket : buckets(word)) {
                names.putIfAbsent(bucket, word);
            }
            if (!before.isEmpty()) {
                String pair = before + " " + word;
                for (int bucket : buckets(pair)) {
                    names.putIfAbsent(bucket, pair);
                }
            }
            before = word;
        }
        return names;
    }

    /** The buckets of a text's terms, ascending, each as often as it occurs. */
    int[] buckets(String text) {
        int length = Math.min(text.length(), LONGEST);
        var found = new Found(length / 2 + 8);
        int previous = 0;
        int hash = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (isWord(c)) {
                hash = hash * 31 + lower(c) + 1;
                continue;
            }
            previous = end(found, previous, hash);
            hash = 0;
            if (c > ' ' && !Character.isWhitespace(c)) {
                previous = end(found, previous, c * 0x9e3779b9);
            }
        }
        end(found, previous, hash);
        if (characters > 0) {
            addCharacters(text, length, found);
        }
        Arrays.sort(found.buckets, 0, found.size);
        return Arrays.copyOf(found.buckets, found.size);
    }

    /** Adds a word and its pair with the one before it; tells what comes before the next. */
    private static int end(Found found, int previous, int hash) {
        if (hash == 0) {
            return previous;
        }
        int word = mix(hash);
        found.add(word);
        if (previous != 0) {
            found.add(mix(previous * 0x01000193 + word));
        }
        return word == 0 ? 1 : word;
    }

    private void addCharacters(String text, int length, Found found) {
        for (int i = 0; i + characters <= length; i++) {
            int hash = CHARACTER_SEED;
            for (int j = i; j < i + characters; j++) {
                hash = hash * 31 + lower(text.charAt(j));
            }
            found.add(mix(hash));
        }
    }

    private static boolean isWord(char c) {
        return c < 128
                ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                : Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }

    private static int lower(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
        }
        return Character.toLowerCase(c);
    }

    /** The last step of MurmurHash3. */
    private static int mix(int value) {
        int h = value;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        h ^= h >>> 16;
        return h;
    }

    /** Buckets found so far. */
    private static final class Found {
        private int[] buckets;
        private int size;

        Found(int capacity) {
            buckets = new int[capacity];
        }

        void add(int hash) {
            if (size == buckets.length) {
                buckets = Arrays.copyOf(buckets, size * 2);
            }
            buckets[size++] = hash & (BUCKETS - 1);
        }
    }
}
