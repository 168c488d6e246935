package io.llmrouter.learned.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftWatchTest {
    private final List<String> warnings = new ArrayList<>();
    private final DriftWatch watch = new DriftWatch(List.of("small", "large"), 100, warnings::add);
    private int calls;

    private void decide(int times, double largeShare, double familiarity) {
        for (int i = 0; i < times; i++) {
            watch.decided("r" + calls++, i % 100 < 100 * largeShare ? 1 : 0, 0.8, () -> familiarity);
        }
    }

    private void score(int times, double score) {
        for (int i = 0; i < times; i++) {
            watch.decided("s" + calls, 0, 0.8, () -> 0.9);
            watch.scored("s" + calls++, 0, score + (i % 2 == 0 ? 0.05 : -0.05));
        }
    }

    @Test
    void whatStaysTheSameIsNotWarnedAbout() {
        decide(1_000, 0.4, 0.9);
        assertThat(warnings).isEmpty();
    }

    @Test
    void sharesThatMoveAreToldOnceAndAgainAfterTheyWereBack() {
        decide(200, 0.1, 0.9);
        decide(300, 0.9, 0.9);
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("of the last 100 choices", "went from");
        decide(200, 0.1, 0.9);
        decide(200, 0.9, 0.9);
        assertThat(warnings).hasSize(2);
    }

    @Test
    void wordsThatTheRouterDoesNotKnowAreTold() {
        decide(100, 0.5, 0.9);
        decide(200, 0.5, 0.5);
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("% of the words, 90 % before");
    }

    @Test
    void scoresFarFromThePredictionAreTold() {
        score(150, 0.8);
        assertThat(warnings).isEmpty();
        score(150, 0.6);
        assertThat(warnings).singleElement().asString().contains("the last 100 scores are", "lower than predicted");
    }

    @Test
    void theScoreOfAFallbackSaysNothingOfThePrediction() {
        for (int i = 0; i < 300; i++) {
            watch.decided("f" + i, 0, 0.8, () -> 0.9);
            watch.scored("f" + i, 1, 0);
            watch.scored("unknown", 0, 0);
        }
        assertThat(warnings).isEmpty();
    }
}
