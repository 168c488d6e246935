package io.llmrouter.learned.features;

/**
 * Rows of floats, one after the other.
 *
 * @param rows how many rows
 * @param columns how many floats a row
 * @param values all of them
 */
@SuppressWarnings("ArrayRecordComponent") // shared for speed, never compared
public record DenseMatrix(int rows, int columns, float[] values) {
    public DenseMatrix {
        if (values.length != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException("values: expected " + rows + " x " + columns);
        }
    }

    /** An all-zero matrix. */
    public static DenseMatrix zero(int rows, int columns) {
        return new DenseMatrix(rows, columns, new float[Math.multiplyExact(rows, columns)]);
    }

    /** A copy of a row. */
    public float[] row(int row) {
        float[] copy = new float[columns];
        System.arraycopy(values, row * columns, copy, 0, columns);
        return copy;
    }

    /** Those rows, in that order. */
    public DenseMatrix pick(int[] picked) {
        DenseMatrix copy = zero(picked.length, columns);
        for (int i = 0; i < picked.length; i++) {
            System.arraycopy(values, picked[i] * columns, copy.values, i * columns, columns);
        }
        return copy;
    }
}
