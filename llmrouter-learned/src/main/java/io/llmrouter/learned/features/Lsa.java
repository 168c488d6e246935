package io.llmrouter.learned.features;

import java.util.SplittableRandom;

/**
 * Latent semantic analysis: sparse vectors projected on the leading right singular vectors of the training matrix, to
 * length 1.
 *
 * <p>The singular vectors come from a randomised decomposition with power iterations (Halko, Martinsson and Tropp, 2011,
 * algorithms 4.4 and 5.1). Immutable.
 */
public final class Lsa {
    private static final int OVERSAMPLING = 10;
    private static final int POWER_ITERATIONS = 2;
    private static final int MOST_ROWS = 30_000;

    private final int dimensions;
    private final float[] projection;

    private Lsa(int dimensions, float[] projection) {
        this.dimensions = dimensions;
        this.projection = projection;
    }

    /** A projection from its parts, as they were saved: a row a column of the sparse vectors. */
    public static Lsa of(int dimensions, float[] projection) {
        return new Lsa(dimensions, projection);
    }

    /**
     * Decomposes a matrix; of more than 30,000 rows a sample.
     *
     * @param dimensions how many singular vectors at most
     */
    public static Lsa fit(SparseMatrix matrix, int dimensions, long seed) {
        var random = new SplittableRandom(seed);
        SparseMatrix sample = sample(matrix, random);
        int wanted = Math.max(1, Math.min(dimensions, Math.min(sample.rows(), sample.columns()) - 1));
        int width = Math.min(wanted + OVERSAMPLING, Math.max(1, Math.min(sample.rows(), sample.columns())));
        float[] basis = new float[Math.multiplyExact(sample.columns(), width)];
        for (int i = 0; i < basis.length; i++) {
            basis[i] = (float) gaussian(random);
        }
        for (int i = 0; i < POWER_ITERATIONS; i++) {
            float[] left = times(sample, basis, width);
            Orthonormal.make(left, width);
            basis = transposedTimes(sample, left, width);
        }
        // The basis spans the right singular space: its Gram matrix holds the squared singular values.
        double[] gram = Orthonormal.gram(basis, width);
        double[][] vectors = Eigen.vectors(gram, width);
        return new Lsa(wanted, rotate(basis, width, vectors, wanted));
    }

    private static SparseMatrix sample(SparseMatrix matrix, SplittableRandom random) {
        if (matrix.rows() <= MOST_ROWS) {
            return matrix;
        }
        int[] rows = new int[MOST_ROWS];
        double step = (double) matrix.rows() / MOST_ROWS;
        for (int i = 0; i < MOST_ROWS; i++) {
            rows[i] = (int) (i * step + random.nextDouble(step - 0.5));
        }
        return matrix.pick(rows);
    }

    static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private static float[] times(SparseMatrix matrix, float[] right, int width) {
        float[] product = new float[Math.multiplyExact(matrix.rows(), width)];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int at = matrix.start(row); at < matrix.start(row + 1); at++) {
                addScaled(product, row * width, right, matrix.column(at) * width, matrix.value(at), width);
            }
        }
        return product;
    }

    private static float[] transposedTimes(SparseMatrix matrix, float[] left, int width) {
        float[] product = new float[Math.multiplyExact(matrix.columns(), width)];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int at = matrix.start(row); at < matrix.start(row + 1); at++) {
                addScaled(product, matrix.column(at) * width, left, row * width, matrix.value(at), width);
            }
        }
        return product;
    }

    private static void addScaled(float[] into, int intoAt, float[] from, int fromAt, float scale, int length) {
        for (int i = 0; i < length; i++) {
            into[intoAt + i] += scale * from[fromAt + i];
        }
    }

    /** The columns of the basis combined into unit singular vectors. */
    private static float[] rotate(float[] basis, int width, double[][] vectors, int wanted) {
        int rows = basis.length / width;
        double[] squares = new double[wanted];
        float[] rotated = new float[rows * wanted];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < wanted; k++) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    sum += basis[row * width + j] * vectors[k][j];
                }
                rotated[row * wanted + k] = (float) sum;
                squares[k] += sum * sum;
            }
        }
        for (int i = 0; i < rotated.length; i++) {
            double length = Math.sqrt(squares[i % wanted]);
            rotated[i] = length > 1e-9 ? (float) (rotated[i] / length) : 0;
        }
        return rotated;
    }

    public int dimensions() {
        return dimensions;
    }

    /** The projection matrix, a row a column of the sparse vectors. */
    public float[] projection() {
        return projection.clone();
    }

    /** The projection of a vector, of length 1; all zero if nothing in it is known. */
    public float[] project(SparseVector vector) {
        float[] dense = new float[dimensions];
        int[] columns = vector.columns();
        float[] values = vector.values();
        int i = 0;
        for (; i + 4 <= vector.size(); i += 4) {
            addFour(dense, columns, values, i);
        }
        for (; i < vector.size(); i++) {
            addScaled(dense, 0, projection, columns[i] * dimensions, values[i], dimensions);
        }
        normalise(dense);
        return dense;
    }

    /**
     * Adds the rows of four terms: they lie far apart in memory, and so are fetched side by side. The sums are those of
     * one after the other, to the last bit.
     */
    private void addFour(float[] dense, int[] columns, float[] values, int at) {
        float[] from = projection;
        int first = columns[at] * dimensions;
        int second = columns[at + 1] * dimensions;
        int third = columns[at + 2] * dimensions;
        int fourth = columns[at + 3] * dimensions;
        float v0 = values[at];
        float v1 = values[at + 1];
        float v2 = values[at + 2];
        float v3 = values[at + 3];
        for (int d = 0; d < dense.length; d++) {
            float sum = dense[d] + v0 * from[first + d];
            sum += v1 * from[second + d];
            sum += v2 * from[third + d];
            dense[d] = sum + v3 * from[fourth + d];
        }
    }

    /** The projections of all rows. */
    public DenseMatrix project(SparseMatrix matrix) {
        DenseMatrix dense = DenseMatrix.zero(matrix.rows(), dimensions);
        for (int row = 0; row < matrix.rows(); row++) {
            float[] projected = project(matrix.row(row));
            System.arraycopy(projected, 0, dense.values(), row * dimensions, dimensions);
        }
        return dense;
    }

    private static void normalise(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares > 0) {
            float scale = (float) (1 / Math.sqrt(squares));
            for (int i = 0; i < vector.length; i++) {
                vector[i] *= scale;
            }
        }
    }
}
