package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.DenseMatrix;
import java.util.Arrays;

/**
 * Finds the nearest rows by cosine, by brute force. The rows are held in blocks, dimension by dimension, so that the
 * inner loop runs over neighbours in memory and the compiler vectorises it. Immutable.
 */
final class Neighbours {
    private static final int BLOCK = 1024;

    private final int rows;
    private final int dimensions;
    private final float[] blocks;

    Neighbours(DenseMatrix matrix) {
        this.rows = matrix.rows();
        this.dimensions = matrix.columns();
        this.blocks = new float[Math.multiplyExact((rows + BLOCK - 1) / BLOCK * BLOCK, dimensions)];
        for (int row = 0; row < rows; row++) {
            for (int d = 0; d < dimensions; d++) {
                blocks[place(row, d)] = matrix.values()[row * dimensions + d];
            }
        }
    }

    private int place(int row, int dimension) {
        return row / BLOCK * BLOCK * dimensions + dimension * BLOCK + row % BLOCK;
    }

    int rows() {
        return rows;
    }

    /** The rows as they were given. */
    DenseMatrix matrix() {
        DenseMatrix matrix = DenseMatrix.zero(rows, dimensions);
        for (int row = 0; row < rows; row++) {
            for (int d = 0; d < dimensions; d++) {
                matrix.values()[row * dimensions + d] = blocks[place(row, d)];
            }
        }
        return matrix;
    }

    /** The k nearest rows, or all if there are fewer, in no certain order. */
    Nearest nearest(float[] query, int k) {
        var nearest = new Nearest(Math.min(k, rows));
        float[] cosines = new float[BLOCK];
        for (int from = 0; from < rows; from += BLOCK) {
            Arrays.fill(cosines, 0);
            for (int d = 0; d < dimensions; d++) {
                addScaled(cosines, blocks, from * dimensions + d * BLOCK, query[d]);
            }
            int to = Math.min(BLOCK, rows - from);
            for (int i = 0; i < to; i++) {
                nearest.offer(from + i, cosines[i]);
            }
        }
        return nearest;
    }

    private static void addScaled(float[] into, float[] from, int base, float scale) {
        for (int i = 0; i < BLOCK; i++) {
            into[i] += scale * from[base + i];
        }
    }

    /** The nearest rows so far: a heap with the least similar on top. Not safe for concurrent use. */
    static final class Nearest {
        private final int[] rows;
        private final float[] cosines;
        private int size;

        Nearest(int capacity) {
            rows = new int[capacity];
            cosines = new float[capacity];
        }

        int size() {
            return size;
        }

        int row(int i) {
            return rows[i];
        }

        float cosine(int i) {
            return cosines[i];
        }

        void offer(int row, float cosine) {
            if (size < rows.length) {
                int at = size++;
                while (at > 0 && cosines[(at - 1) / 2] > cosine) {
                    move((at - 1) / 2, at);
                    at = (at - 1) / 2;
                }
                put(at, row, cosine);
            } else if (size > 0 && cosine > cosines[0]) {
                sink(row, cosine);
            }
        }

        private void sink(int row, float cosine) {
            int at = 0;
            while (true) {
                int child = 2 * at + 1;
                if (child >= size) {
                    break;
                }
                if (child + 1 < size && cosines[child + 1] < cosines[child]) {
                    child++;
                }
                if (cosines[child] >= cosine) {
                    break;
                }
                move(child, at);
                at = child;
            }
            put(at, row, cosine);
        }

        private void move(int from, int to) {
            put(to, rows[from], cosines[from]);
        }

        private void put(int at, int row, float cosine) {
            rows[at] = row;
            cosines[at] = cosine;
        }
    }
}
