package io.llmrouter.learned;

import io.llmrouter.learned.encode.SentenceEncoder;
import org.jspecify.annotations.Nullable;

/**
 * From what a router is to learn.
 *
 * @param characters the length of character n-grams beside words; 0 for none
 * @param encoder what the dense features come from; {@code null} for another source
 * @param ofTable whether they are the vectors that came with the table
 * @param withTerms whether words are features beside them
 */
record FeatureChoice(int characters, @Nullable SentenceEncoder encoder, boolean ofTable, boolean withTerms) {
    static final FeatureChoice WORDS = new FeatureChoice(0, null, false, true);

    /** Whether the dense features are the projection of the words. */
    boolean isOfWords() {
        return encoder == null && !ofTable;
    }

    FeatureChoice withCharacters(int length) {
        return new FeatureChoice(length, encoder, ofTable, withTerms);
    }
}
