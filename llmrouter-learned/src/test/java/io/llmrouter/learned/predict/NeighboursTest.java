package io.llmrouter.learned.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.learned.features.DenseMatrix;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final int DIMENSIONS = 18;
    private static final int K = 40;

    @Test
    void ofFewRowsTheNearestAreFound() {
        DenseMatrix matrix = directions(3_000);
        assertThat(recall(matrix, 20)).isEqualTo(1);
    }

    @Test
    void ofManyRowsNearlyAllOfTheNearestAreFound() {
        DenseMatrix matrix = directions(12_000);
        assertThat(recall(matrix, 50)).isGreaterThan(0.9);
    }

    @Test
    void theRowsComeBackAsTheyWereGiven() {
        DenseMatrix matrix = directions(5_000);
        assertThat(new Neighbours(matrix).matrix().values()).isEqualTo(matrix.values());
    }

    /** The share of the nearest rows that is found, over the first rows as queries. */
    private static double recall(DenseMatrix matrix, int queries) {
        var neighbours = new Neighbours(matrix);
        int found = 0;
        for (int query = 0; query < queries; query++) {
            float[] of = matrix.row(query);
            Neighbours.Nearest nearest = neighbours.nearest(of, K);
            assertThat(nearest.size()).isEqualTo(K);
            Set<Integer> rows = new HashSet<>();
            for (int i = 0; i < K; i++) {
                rows.add(nearest.row(i));
                assertThat(nearest.cosine(i)).isBetween(-1.001f, 1.001f);
            }
            rows.retainAll(IntStream.range(0, matrix.rows())
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> -product(of, matrix.row(row))))
                    .limit(K)
                    .toList());
            found += rows.size();
        }
        return (double) found / (K * queries);
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Unit vectors around thirty directions. */
    private static DenseMatrix directions(int rows) {
        var random = new SplittableRandom(5);
        float[][] centres = new float[30][DIMENSIONS];
        for (float[] centre : centres) {
            for (int d = 0; d < DIMENSIONS; d++) {
                centre[d] = (float) random.nextGaussian();
            }
        }
        DenseMatrix matrix = DenseMatrix.zero(rows, DIMENSIONS);
        for (int row = 0; row < rows; row++) {
            float[] centre = centres[random.nextInt(centres.length)];
            double squares = 0;
            for (int d = 0; d < DIMENSIONS; d++) {
                float value = centre[d] + (float) random.nextGaussian() * 0.7f;
                matrix.values()[row * DIMENSIONS + d] = value;
                squares += value * value;
            }
            for (int d = 0; d < DIMENSIONS; d++) {
                matrix.values()[row * DIMENSIONS + d] /= (float) Math.sqrt(squares);
            }
        }
        return matrix;
    }
}
