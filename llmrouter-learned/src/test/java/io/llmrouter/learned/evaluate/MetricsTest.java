package io.llmrouter.learned.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmrouter.learned.evaluate.CostQualityHull.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void theHullLeavesOutWhatMixingBeats() {
        var hull = CostQualityHull.of(
                List.of(new Point(1, 0.2), new Point(2, 0.3), new Point(3, 0.8), new Point(4, 0.7), new Point(5, 0.9)));
        assertThat(hull.points()).containsExactly(new Point(1, 0.2), new Point(3, 0.8), new Point(5, 0.9));
    }

    @Test
    void theHullIsFlatToTheRightAndWorthNothingToTheLeft() {
        var hull = CostQualityHull.of(List.of(new Point(2, 0.5), new Point(4, 0.9)));
        assertThat(hull.quality(1)).isZero();
        assertThat(hull.quality(3)).isCloseTo(0.7, within(1e-12));
        assertThat(hull.quality(9)).isEqualTo(0.9);
        // From 1 to 6: nothing, a trapezoid of 1.4, a rectangle of 1.8.
        assertThat(hull.meanQuality(1, 6)).isCloseTo((0 + 1.4 + 1.8) / 5, within(1e-12));
        assertThat(hull.meanQuality(3, 4)).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void theHullTellsTheCostOfAQuality() {
        var hull = CostQualityHull.of(List.of(new Point(2, 0.5), new Point(4, 0.9)));
        assertThat(hull.cost(0.7)).hasValueCloseTo(3.0, within(1e-12));
        assertThat(hull.cost(0.1)).hasValueCloseTo(2.0, within(1e-12));
        assertThat(hull.cost(0.95)).isEmpty();
    }

    @Test
    void aPerfectMarginRecoversTheGapWithTheFewestStrongCalls() {
        // The strong model is right on the last half, the weak one on none.
        double[] margin = new double[1000];
        double[] strong = new double[1000];
        double[] weak = new double[1000];
        for (int i = 0; i < 1000; i++) {
            margin[i] = i / 1000.0;
            strong[i] = i >= 500 ? 1 : 0;
        }
        TwoModels result = TwoModels.of(margin, strong, weak);
        assertThat(result.apgr()).isCloseTo(0.75, within(0.01));
        assertThat(result.cpt50()).isCloseTo(0.25, within(0.01));
        assertThat(result.cpt80()).isCloseTo(0.4, within(0.01));
    }

    @Test
    void aMarginThatSaysNothingRecoversHalf() {
        double[] margin = new double[1000];
        double[] strong = new double[1000];
        for (int i = 0; i < 1000; i++) {
            margin[i] = (i * 617) % 1000;
            strong[i] = i >= 500 ? 1 : 0;
        }
        assertThat(TwoModels.of(margin, strong, new double[1000]).apgr()).isCloseTo(0.5, within(0.02));
    }

    @Test
    void brierAndCalibrationErrorAreOverAllKnownScores() {
        double[][] predicted = {{0.2, 0.9}, {0.2, 0.9}};
        double[][] scores = {{0, 1}, {1, Double.NaN}};
        Reliability reliability = Reliability.of(predicted, scores);
        assertThat(reliability.brier()).isCloseTo((0.04 + 0.01 + 0.64) / 3, within(1e-12));
        assertThat(reliability.ece()).isCloseTo((Math.abs(0.4 - 1) + Math.abs(0.9 - 1)) / 3, within(1e-12));
        assertThat(reliability.bins()).hasSize(2);
    }
}
