package io.llmrouter.learned.difficulty;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.learned.difficulty.DifficultyTrainer.Example;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DifficultyModelTest {
    @Test
    void theShippedModelKnowsSmallTalkFromMathematics() throws Exception {
        DifficultyModel model = DifficultyModel.shipped();
        double talk = model.difficulty("good morning, how are you?");
        double theorem = model.difficulty("Find the number of solutions of x^3 + y^3 = z^3 mod p, where p is a prime.");
        assertThat(talk).isBetween(0.0, 0.3);
        assertThat(theorem).isBetween(0.5, 1.0);
        assertThat(model.rank(talk)).isLessThan(0.1);
        assertThat(model.rank(theorem)).isGreaterThan(0.75);
    }

    @Test
    void ranksGoFromZeroToOneWithTheDifficulty() {
        DifficultyModel model = DifficultyModel.shipped();
        assertThat(model.rank(0)).isZero();
        assertThat(model.rank(1)).isEqualTo(1);
        assertThat(model.rank(0.4)).isLessThan(model.rank(0.6));
    }

    @Test
    void theShippedModelIsSmall() throws Exception {
        try (var in = DifficultyModel.class.getResourceAsStream("difficulty.llmr")) {
            assertThat(in.readAllBytes()).hasSizeLessThan(500_000);
        }
    }

    @Test
    void aTextWithoutWordsHasADifficultyToo() {
        DifficultyModel model = DifficultyModel.shipped();
        assertThat(model.difficulty("")).isBetween(0.0, 1.0);
        assertThat(model.difficulty("\u0000 \uD800 " + "9".repeat(100_000))).isBetween(0.0, 1.0);
    }

    @Test
    void theStrictnessOfATableIsNotTakenForDifficulty() {
        var rows = new ArrayList<Example>();
        for (int i = 0; i < 400; i++) {
            String query = "question about " + (i % 4 < 2 ? "primes" : "cats") + " number " + i % 8;
            boolean hard = i % 4 < 2;
            int table = i % 2;
            rows.add(new Example(query, (hard ? 0.6 : 0.2) + (table == 1 ? 0.3 : 0), table, 1));
        }
        DifficultyModel model = DifficultyTrainer.train(rows, 1);
        assertThat(model.difficulty("question about primes"))
                .isGreaterThan(model.difficulty("question about cats") + 0.2);
        assertThat(model.difficulty("question about cats")).isBetween(0.1, 0.55);
    }
}
