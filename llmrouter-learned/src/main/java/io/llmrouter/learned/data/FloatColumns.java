package io.llmrouter.learned.data;

import java.util.Arrays;

/** A growing matrix of floats, a row a query and a column a model; {@link Float#NaN} where nothing is known. */
final class FloatColumns {
    private static final int LARGEST = Integer.MAX_VALUE - 16;

    private int stride;
    private float[] values;
    private boolean known;

    FloatColumns(int rows, int columns) {
        this.stride = Math.max(1, columns);
        this.values = new float[Math.multiplyExact(Math.max(1, rows), stride)];
        Arrays.fill(values, Float.NaN);
    }

    /** Whether any value was ever set. */
    boolean isKnown() {
        return known;
    }

    void set(int row, int column, double value) {
        if (column >= stride) {
            widen(Math.max(column + 1, stride * 2));
        }
        long needed = (row + 1L) * stride;
        if (needed > values.length) {
            grow(needed);
        }
        values[row * stride + column] = (float) value;
        known = true;
    }

    float get(int row, int column) {
        long at = (long) row * stride + column;
        return column < stride && at < values.length ? values[(int) at] : Float.NaN;
    }

    /** The values as a dense array of just that many rows and columns. */
    float[] toArray(int rows, int columns) {
        float[] dense = new float[Math.multiplyExact(rows, columns)];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                dense[row * columns + column] = get(row, column);
            }
        }
        return dense;
    }

    private void grow(long needed) {
        if (needed > LARGEST) {
            throw RoutingDataException.of("table", "at most " + LARGEST + " scores", "more");
        }
        int old = values.length;
        values = Arrays.copyOf(values, (int) Math.min(LARGEST, Math.max(needed, old + (long) old / 2)));
        Arrays.fill(values, old, values.length, Float.NaN);
    }

    private void widen(int columns) {
        int rows = values.length / stride;
        var wider = new FloatColumns(rows, columns);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * stride, wider.values, row * columns, stride);
        }
        values = wider.values;
        stride = columns;
    }
}
