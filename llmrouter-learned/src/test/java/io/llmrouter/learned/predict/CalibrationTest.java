package io.llmrouter.learned.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static final int ROWS = 3_000;

    private final Random random = new Random(5);
    private final double[][] predicted = new double[ROWS][2];
    private final double[][] scores = new double[ROWS][2];

    /** Rows on which the second model is better or worse by a predicted gap, of which a share is true. */
    private Calibration fitted(double truth) {
        for (int row = 0; row < ROWS; row++) {
            double ease = random.nextGaussian();
            double gap = random.nextGaussian() / 2;
            predicted[row][0] = Losses.sigmoid(1 + ease + gap);
            predicted[row][1] = Losses.sigmoid(ease - gap);
            scores[row][0] = random.nextDouble() < Losses.sigmoid(1 + ease + truth * gap) ? 1 : 0;
            scores[row][1] = random.nextDouble() < Losses.sigmoid(ease - truth * gap) ? 1 : 0;
        }
        return Calibration.fit(predicted, scores, 2);
    }

    private static double gap(Calibration calibration, double first, double second) {
        double[] quality = {first, second};
        calibration.apply(quality);
        return quality[0] - quality[1];
    }

    @Test
    void whatIsTrueOfModelsStays() {
        Calibration calibration = fitted(1);
        assertThat(gap(calibration, 0.5, 0.8)).isNegative();
        assertThat(gap(calibration, 0.8, 0.5)).isPositive();
    }

    @Test
    void noiseBetweenModelsIsTakenOutButHowHardAQueryIsStays() {
        Calibration calibration = fitted(0);
        assertThat(gap(calibration, 0.5, 0.6))
                .as("the first is better on average")
                .isPositive();
        double[] hard = {0.3, 0.15};
        double[] easy = {0.9, 0.8};
        calibration.apply(hard);
        calibration.apply(easy);
        assertThat(easy[1]).isGreaterThan(hard[0] + 0.2);
    }

    @Test
    void calibratedMeansAreThoseThatCameTrue() {
        Calibration calibration = fitted(0.5);
        double expected = 0;
        double came = 0;
        for (int row = 0; row < ROWS; row++) {
            calibration.apply(predicted[row]);
            expected += predicted[row][1] / ROWS;
            came += scores[row][1] / ROWS;
        }
        assertThat(expected).isCloseTo(came, Offset.offset(0.01));
    }
}
