package io.llmrouter.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexicalEncoderTest {
    @Test
    void aVectorHasLengthOne() {
        String text = "Write a quick sort in Java, please";

        assertThat(cosine(text, text)).isCloseTo(1, within(1e-5f));
        assertThat(LexicalEncoder.encode(text).dense()).hasSize(512);
    }

    @Test
    void theVectorOfAWordIsTheSameEverywhere() {
        var filled = new ArrayList<String>();
        LexicalEncoder.encode("A")
                .forEach((dimension, weight) -> filled.add(String.format(Locale.ROOT, "%d: %.4f", dimension, weight)));

        assertThat(filled).containsExactly("401: 0.4472", "484: -0.8944");
    }

    private static float cosine(String one, String other) {
        float[] dense = LexicalEncoder.encode(other).dense();
        var sum = new float[1];
        LexicalEncoder.encode(one).forEach((dimension, weight) -> sum[0] += weight * dense[dimension]);
        return sum[0];
    }

    @Test
    void sharedWordsAndPartsOfWordsMakeTextsSimilar() {
        String query = "Translate this letter into French";

        float same = cosine("TRANSLATE this, letter... into French!", query);
        float inflected = cosine("translating those letters to french", query);
        float other = cosine("What is 17 * 23?", query);

        assertThat(same).isCloseTo(1, within(1e-5f));
        assertThat(inflected).isBetween(0.3f, 0.9f);
        assertThat(other).isBetween(-0.2f, 0.2f);
    }

    @Test
    void aRepeatedWordCountsLessEachTime() {
        String query = "buy shares";

        float thrice = cosine("buy buy buy shares", query);
        float often = cosine("buy ".repeat(100) + "shares", query);

        assertThat(thrice).isBetween(often, 0.99f);
        assertThat(often).isGreaterThan(0.6f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?!", " \n ", "\uD83D\uDE00", "\uD83D"})
    void aTextWithoutLettersHasNoVector(String text) {
        assertThat(LexicalEncoder.encode(text).isEmpty()).isTrue();
    }

    @Test
    void textWithoutSpacesIsComparedByItsPieces() {
        String query = "\u4ECA\u5929\u5929\u6C14\u600E\u4E48\u6837";

        assertThat(cosine("\u660E\u5929\u5929\u6C14\u600E\u4E48\u6837", query)).isGreaterThan(0.3f);
    }

    @Test
    void ofALongTextTheBeginningCounts() {
        String start = "lorem ipsum ".repeat(400);

        assertThat(LexicalEncoder.encode(start + "one end").dense())
                .isEqualTo(LexicalEncoder.encode(start + "another").dense());
    }
}
