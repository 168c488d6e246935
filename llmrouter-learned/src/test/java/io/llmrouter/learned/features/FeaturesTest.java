package io.llmrouter.learned.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private static final List<String> TEXTS =
            List.of("the cat sat", "The CAT ran", "a dog ran", "a dog sat", "solve x + 1", "solve y + 1");

    private static TextEncoder encoder() {
        return TextEncoder.fit(TEXTS.size(), TEXTS::get, 0);
    }

    @Test
    void termsOfTwoRowsHaveColumnsWhateverTheirCase() {
        // the, cat, "the cat", sat, ran, a, dog, "a dog", solve, +, 1, "+ 1"
        assertThat(encoder().columns()).isEqualTo(12);
        assertThat(encoder().encode("THE CAT").size()).isEqualTo(3);
    }

    @Test
    void vectorsAreOfLengthOneIncludingWordsThatAreNotKnown() {
        SparseVector known = encoder().encode("the cat");
        SparseVector half = encoder().encode("the cat zebra quagga okapi");
        assertThat(squares(known)).isCloseTo(1, within(1e-6));
        assertThat(squares(half)).isLessThan(0.6).isPositive();
        assertThat(encoder().encode("zebra").size()).isZero();
    }

    private static double squares(SparseVector vector) {
        double sum = 0;
        for (int i = 0; i < vector.size(); i++) {
            sum += vector.values()[i] * vector.values()[i];
        }
        return sum;
    }

    @Test
    void characterNgramsAddColumns() {
        var encoder = TextEncoder.fit(TEXTS.size(), TEXTS::get, 3);
        assertThat(encoder.columns()).isGreaterThan(encoder().columns());
        assertThat(encoder.encode("cats").size()).isPositive();
    }

    @Test
    void namesTellTheWordsBehindColumns() {
        assertThat(encoder().names("The cat flew").values()).containsExactlyInAnyOrder("The", "cat", "The cat");
    }

    @Test
    void theProjectionSpansTheLeadingSingularVectors() {
        // Rows are combinations of two patterns: a projection on two dimensions loses nothing.
        var random = new SplittableRandom(5);
        var rows = new ArrayList<SparseVector>();
        for (int i = 0; i < 40; i++) {
            float a = (float) random.nextDouble();
            float b = (float) random.nextDouble();
            rows.add(new SparseVector(new int[] {0, 1, 2, 3, 4}, new float[] {a, 2 * a, b, -b, a + b}, 5));
        }
        var matrix = SparseMatrix.of(8, rows);
        Lsa lsa = Lsa.fit(matrix, 2, 9);
        DenseMatrix projected = lsa.project(matrix);
        for (int i = 1; i < 40; i++) {
            assertThat(cosine(projected.row(0), projected.row(i)))
                    .isCloseTo(cosine(rows.get(0).values(), rows.get(i).values()), within(1e-4));
        }
    }

    private static double cosine(float[] x, float[] y) {
        double product = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            product += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
        }
        return product / Math.sqrt(xx * yy);
    }

    @Test
    void theSameSeedGivesTheSameProjection() {
        var matrix = SparseMatrix.of(
                encoder().columns(), TEXTS.stream().map(encoder()::encode).toList());
        assertThat(Lsa.fit(matrix, 3, 1).projection())
                .isEqualTo(Lsa.fit(matrix, 3, 1).projection());
    }

    @Test
    void eigenvectorsComeByFallingEigenvalue() {
        double[][] vectors = Eigen.vectors(new double[] {2, 1, 1, 2}, 2);
        assertThat(Math.abs(vectors[0][0] + vectors[0][1])).isCloseTo(Math.sqrt(2), within(1e-9));
        assertThat(vectors[1][0] + vectors[1][1]).isCloseTo(0, within(1e-9));
    }
}
