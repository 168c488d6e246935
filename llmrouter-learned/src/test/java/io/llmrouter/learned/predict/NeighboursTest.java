package io.llmrouter.learned.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.file.ModelContainer;
import io.llmrouter.learned.file.ModelFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {
    private static final int DIMENSIONS = 18;
    private static final int K = 40;

    @Test
    void ofFewRowsTheNearestAreFound() {
        DenseMatrix matrix = directions(3_000);
        assertThat(recall(new Neighbours(matrix), matrix, 20)).isEqualTo(1);
    }

    @Test
    void ofManyRowsNearlyAllOfTheNearestAreFound() {
        DenseMatrix matrix = directions(12_000);
        assertThat(recall(new Neighbours(matrix), matrix, 50)).isGreaterThan(0.9);
    }

    @Test
    void theRowsComeBackAsTheyWereGiven() {
        DenseMatrix matrix = directions(5_000);
        assertThat(new Neighbours(matrix).matrix().values()).isEqualTo(matrix.values());
    }

    @Test
    void aGraphFindsNearlyAllOfTheNearest() {
        DenseMatrix matrix = directions(6_000);
        assertThat(recall(HnswIndex.build(matrix, 1), matrix, 50)).isGreaterThan(0.97);
    }

    @Test
    void aGraphIsTheSameForTheSameSeedAndAfterItsFile(@TempDir Path dir) {
        DenseMatrix matrix = directions(3_000);
        HnswIndex index = HnswIndex.build(matrix, 1);
        Path first = saved(index, dir.resolve("first"));
        assertThat(first).hasSameBinaryContentAs(saved(HnswIndex.build(matrix, 1), dir.resolve("second")));
        HnswIndex read = ModelContainer.read(first, in -> HnswIndex.read(in, matrix));
        for (int row = 0; row < 20; row++) {
            Neighbours.Nearest before = index.nearest(matrix.row(row), K);
            Neighbours.Nearest after = read.nearest(matrix.row(row), K);
            for (int i = 0; i < K; i++) {
                assertThat(after.row(i)).isEqualTo(before.row(i));
                assertThat(after.cosine(i)).isEqualTo(before.cosine(i));
            }
        }
    }

    private static Path saved(HnswIndex index, Path file) {
        ModelContainer.write(file, index::saveGraph);
        return file;
    }

    @Test
    void aGraphThatIsNoneOfTheRowsIsRefused(@TempDir Path dir) {
        Path file = saved(HnswIndex.build(directions(500), 1), dir.resolve("graph"));
        assertThatThrownBy(() -> ModelContainer.read(file, in -> HnswIndex.read(in, directions(400))))
                .isInstanceOf(ModelFileException.class);
        var endless = new HnswGraphData(
                0, List.of(new HnswGraphData.Level(new int[0], new int[] {0, 1, 2}, new int[] {1, 7})));
        Path astray = dir.resolve("astray");
        ModelContainer.write(astray, endless::save);
        assertThatThrownBy(() -> ModelContainer.read(astray, in -> HnswIndex.read(in, directions(2))))
                .hasMessageContaining("links within the level, found 7");
    }

    @Test
    void aGraphOfFewRowsHasThemAll() {
        DenseMatrix matrix = directions(3);
        assertThat(HnswIndex.build(matrix, 1).nearest(matrix.row(0), K).size()).isEqualTo(3);
    }

    /** The share of the nearest rows that is found, over the first rows as queries. */
    private static double recall(RowIndex neighbours, DenseMatrix matrix, int queries) {
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
