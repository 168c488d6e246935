package io.llmrouter.learned.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.features.SparseMatrix;
import io.llmrouter.learned.features.SparseVector;
import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GraphTrainingTest {
    private static final int ROWS = 24;
    private static final int MODELS = 3;
    private static final int INPUTS = 4;
    private static final Hyperparameters SMALL = Hyperparameters.NONE.with("hidden", 5);

    /** A model is right where its own feature is positive; one edge in ten is missing. */
    private static TrainingSet data(int rows) {
        var random = new SplittableRandom(3);
        float[] values = new float[rows * INPUTS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-0.7, 0.7);
        }
        float[] targets = new float[rows * MODELS];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = values[i / MODELS * INPUTS + i % MODELS] > 0 ? 1 : 0;
            targets[i] = random.nextInt(10) == 0 ? Float.NaN : targets[i];
        }
        SparseMatrix terms =
                SparseMatrix.of(1, Collections.nCopies(rows, new SparseVector(new int[0], new float[0], 0)));
        return new TrainingSet(MODELS, terms, new DenseMatrix(rows, INPUTS, values), targets);
    }

    @Test
    void theGradientIsTheSlopeOfTheLoss() {
        var training = new GraphTraining(data(ROWS), SMALL, 1);
        int[] rows = Shuffle.order(ROWS, new SplittableRandom(1));
        boolean[] masked = new boolean[ROWS * MODELS];
        var random = new SplittableRandom(2);
        for (int i = 0; i < masked.length; i++) {
            masked[i] = random.nextInt(3) == 0;
        }
        training.addGradient(rows, masked);
        float[] gradient = training.gradient().clone();
        double largest = 0;
        for (float slope : gradient) {
            largest = Math.max(largest, Math.abs(slope));
        }
        assertThat(largest).isGreaterThan(1e-3);

        float step = 2e-3f;
        float[] parameters = training.parameters();
        for (int at = 0; at < parameters.length; at++) {
            float before = parameters[at];
            parameters[at] = before + step;
            double above = training.addGradient(rows, masked);
            parameters[at] = before - step;
            double below = training.addGradient(rows, masked);
            parameters[at] = before;
            assertThat((double) gradient[at])
                    .as("parameter %d", at)
                    .isCloseTo((above - below) / (2 * step), within(0.03 * largest));
        }
    }

    @Test
    void passesLearnWhichModelIsRight() {
        TrainingSet data = data(400);
        var training = new GraphTraining(data, Hyperparameters.NONE, 1);
        double before = Losses.squaredError(training.snapshot(), data);

        for (int pass = 0; pass < 60; pass++) {
            training.pass();
        }

        assertThat(Losses.squaredError(training.snapshot(), data)).isLessThan(before / 2);
    }

    @Test
    void theSameSeedLearnsTheSame() {
        double[][] predicted = new double[2][MODELS];
        for (double[] into : predicted) {
            var training = new GraphTraining(data(200), SMALL, 5);
            training.pass();
            training.snapshot().predict(data(200).features(7), into);
        }
        assertThat(Arrays.equals(predicted[0], predicted[1])).isTrue();
    }
}
