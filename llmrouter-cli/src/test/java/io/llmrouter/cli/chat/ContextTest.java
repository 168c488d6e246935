package io.llmrouter.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContextTest {
    private static final Turn BREAD = new Turn("How do I bake bread?", "With flour and yeast.");
    private static final Turn JAVA = new Turn("What is a record?", "A class of Java that carries data.");
    private static final Turn SALT = new Turn("How much salt?", "For bread, ten grams.");
    private static final List<Turn> TURNS = List.of(BREAD, JAVA, SALT);

    @Test
    void currentOnlyTakesNothingAlong() {
        assertThat(Context.parse("current_only").of(TURNS, "More about bread")).isEmpty();
    }

    @Test
    void fullContextTakesEverythingAlong() {
        assertThat(Context.parse("full_context").of(TURNS, "More about bread")).isEqualTo(TURNS);
    }

    @Test
    void retrievalTakesTheMostSimilarTurnsInTheirOrder() {
        assertThat(Context.parse("retrieval 2").of(TURNS, "How much flour and yeast in my bread?"))
                .containsExactly(BREAD, SALT);
        assertThat(Context.parse("RETRIEVAL 1").of(TURNS, "A class in Java?")).containsExactly(JAVA);
        assertThat(Context.parse("retrieval")).hasToString("retrieval 3");
    }

    @Test
    void whatIsNoModeIsNamed() {
        for (String wrong : List.of("", "all", "full_context 2", "retrieval 1 2")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Context.parse(wrong))
                    .withMessage("expected current_only, full_context or retrieval [K], found '" + wrong + "'");
        }
        for (String wrong : List.of("0", "-1", "many", "1001", "99999999999")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Context.parse("retrieval " + wrong))
                    .withMessageContaining("expected 1 to 1000 turns");
        }
    }
}
