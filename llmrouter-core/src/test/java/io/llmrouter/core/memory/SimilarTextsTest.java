package io.llmrouter.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarTextsTest {
    private static final List<String> TEXTS = List.of(
            "How do I bake sourdough bread?",
            "What is a Java record?",
            "...",
            "Bread needs how much salt and sourdough?");

    @Test
    void theMostSimilarAreFoundInTheirOwnOrder() {
        assertThat(SimilarTexts.places("my sourdough bread is flat", TEXTS, 2)).containsExactly(0, 3);
        assertThat(SimilarTexts.places("a record in Java", TEXTS, 1)).containsExactly(1);
    }

    @Test
    void ofEqualOnesTheLaterIsTaken() {
        assertThat(SimilarTexts.places("salt", List.of("salt", "pepper", "salt"), 1))
                .containsExactly(2);
    }

    @Test
    void whatHasNothingToCompareIsNotFound() {
        assertThat(SimilarTexts.places("???", TEXTS, 4)).isEmpty();
        assertThat(SimilarTexts.places("bread", TEXTS, 4)).doesNotContain(2);
        assertThat(SimilarTexts.places("bread", List.of(), 4)).isEmpty();
    }
}
