package io.llmrouter.learned.features;

import java.util.Arrays;
import java.util.List;

/** Sparse rows in compressed form: the entries of row {@code i} stand from {@code start(i)} to {@code start(i + 1)}. Immutable. */
public final class SparseMatrix {
    private final int columns;
    private final int[] starts;
    private final int[] cols;
    private final float[] values;

    private SparseMatrix(int columns, int[] starts, int[] cols, float[] values) {
        this.columns = columns;
        this.starts = starts;
        this.cols = cols;
        this.values = values;
    }

    /** Packs rows. */
    public static SparseMatrix of(int columns, List<SparseVector> rows) {
        int[] starts = new int[rows.size() + 1];
        for (int i = 0; i < rows.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], rows.get(i).size());
        }
        int[] cols = new int[starts[rows.size()]];
        float[] values = new float[cols.length];
        for (int i = 0; i < rows.size(); i++) {
            SparseVector row = rows.get(i);
            System.arraycopy(row.columns(), 0, cols, starts[i], row.size());
            System.arraycopy(row.values(), 0, values, starts[i], row.size());
        }
        return new SparseMatrix(columns, starts, cols, values);
    }

    public int rows() {
        return starts.length - 1;
    }

    public int columns() {
        return columns;
    }

    public int start(int row) {
        return starts[row];
    }

    public int column(int at) {
        return cols[at];
    }

    public float value(int at) {
        return values[at];
    }

    /** A copy of a row. */
    public SparseVector row(int row) {
        int from = starts[row];
        int to = starts[row + 1];
        return new SparseVector(Arrays.copyOfRange(cols, from, to), Arrays.copyOfRange(values, from, to), to - from);
    }

    /** Those rows, in that order. */
    public SparseMatrix pick(int[] rows) {
        int[] picked = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            picked[i + 1] = picked[i] + starts[rows[i] + 1] - starts[rows[i]];
        }
        int[] pickedCols = new int[picked[rows.length]];
        float[] pickedValues = new float[pickedCols.length];
        for (int i = 0; i < rows.length; i++) {
            int length = picked[i + 1] - picked[i];
            System.arraycopy(cols, starts[rows[i]], pickedCols, picked[i], length);
            System.arraycopy(values, starts[rows[i]], pickedValues, picked[i], length);
        }
        return new SparseMatrix(columns, picked, pickedCols, pickedValues);
    }
}
