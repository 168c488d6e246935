package io.llmrouter.learned.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DriftWatchTest {
    private final List<String> warnings = new ArrayList<>();
    private double words = 0.9;
    private double nearest = 0.6;
    private final DriftWatch watch = new DriftWatch(
            List.of("small", "large"),
            100,
            query -> new DriftWatch.Likeness(words, OptionalDouble.of(nearest)),
            warnings::add);
    private int calls;

    private void decide(int times, double largeShare, double familiarity) {
        for (int i = 0; i < times; i++) {
            words = familiarity;
            watch.decided("r" + calls++, i % 100 < 100 * largeShare ? 1 : 0, 0.8, "query");
        }
    }

    private void score(int times, double score) {
        for (int i = 0; i < times; i++) {
            watch.decided("s" + calls, 0, 0.8, "query");
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
    void queriesFarFromAllTrainingQueriesAreTold() {
        decide(100, 0.5, 0.9);
        nearest = 0.2;
        decide(200, 0.5, 0.9);
        assertThat(warnings).singleElement().asString().contains("60 % before");
    }

    @Test
    void theFiguresAreShownAsTheyStand() {
        assertThat(gauge("drift_share", "large")).isZero();
        decide(100, 0.25, 0.9);
        decide(100, 0.75, 0.5);
        score(100, 0.6);
        assertThat(gauge("drift_share_first", "large")).isEqualTo(0.25);
        assertThat(gauge("drift_share", "small")).isOne();
        assertThat(gauge("drift_shares_moved")).isCloseTo(0.25, Offset.offset(0.001));
        assertThat(gauge("drift_known_words")).isCloseTo(0.5, Offset.offset(0.001));
        assertThat(gauge("drift_nearest_similarity")).isCloseTo(0.6, Offset.offset(0.001));
        assertThat(gauge("drift_surprise")).isCloseTo(-0.2, Offset.offset(0.001));
        assertThat(gauge("drift_warning", "words")).isOne();
        assertThat(gauge("drift_warning", "similarity")).isZero();
    }

    private double gauge(String name, String... labels) {
        return watch.gauges(model -> model == 0 ? "small" : "large").stream()
                .filter(gauge -> gauge.name().equals(name)
                        && List.copyOf(gauge.labels().values()).equals(List.of(labels)))
                .collect(onlyElement())
                .value();
    }

    private static Collector<Gauge, ?, Gauge> onlyElement() {
        return Collectors.collectingAndThen(Collectors.toList(), all -> {
            assertThat(all).hasSize(1);
            return all.get(0);
        });
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
            watch.decided("f" + i, 0, 0.8, "query");
            watch.scored("f" + i, 1, 0);
            watch.scored("unknown", 0, 0);
        }
        assertThat(warnings).isEmpty();
    }
}
