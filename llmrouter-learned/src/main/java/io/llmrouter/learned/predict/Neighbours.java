package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.DenseMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds the nearest rows by cosine. Up to 4,096 rows all are looked at. More are grouped around centres (an inverted file,
 * Jegou et al., 2011), and only the groups nearest to the query are, until an eighth of the rows was seen: some of the
 * nearest are missed, which the mean of many hardly shows.
 *
 * <p>A group is held dimension by dimension, so that the inner loop runs over neighbours in memory and the compiler
 * vectorises it. Immutable.
 */
final class Neighbours implements RowIndex {
    private static final int BLOCK = 1024;
    private static final int MOST_EXACT = 4096;
    private static final int FEWEST_SEEN = 1536;
    private static final int SHARE_SEEN = 8;
    private static final int CENTRE_ROWS = 2048;
    private static final long CENTRE_SEED = 1;

    private final int rows;
    private final int dimensions;

    /** The rows, group by group, and where each group starts. */
    private final int[] order;

    private final int[] starts;
    private final float[] values;

    /** The centres of the groups, dimension by dimension; empty if all groups are to be looked at. */
    private final float[] centres;

    private final int longest;

    Neighbours(DenseMatrix matrix) {
        this.rows = matrix.rows();
        this.dimensions = matrix.columns();
        int groups = rows <= MOST_EXACT ? (rows + BLOCK - 1) / BLOCK : (int) Math.sqrt(rows);
        int[] group = new int[rows];
        if (rows <= MOST_EXACT) {
            Arrays.setAll(group, row -> row / BLOCK);
            this.centres = new float[0];
        } else {
            float[] found = KMeansLearner.cluster(sample(matrix), groups, CENTRE_SEED, new int[CENTRE_ROWS]);
            Arrays.setAll(group, row -> KMeansPredictor.nearest(found, dimensions, matrix.row(row)));
            this.centres = new float[found.length];
            for (int i = 0; i < found.length; i++) {
                centres[i % dimensions * groups + i / dimensions] = found[i];
            }
        }
        this.starts = starts(group, groups);
        this.order = new int[rows];
        int[] next = starts.clone();
        for (int row = 0; row < rows; row++) {
            order[next[group[row]]++] = row;
        }
        this.longest = IntStream.range(0, groups).map(this::size).max().orElse(0);
        this.values = new float[Math.multiplyExact(rows, dimensions)];
        copy(matrix.values(), true);
    }

    private static DenseMatrix sample(DenseMatrix matrix) {
        int[] picked = new int[CENTRE_ROWS];
        Arrays.setAll(picked, i -> (int) ((long) i * matrix.rows() / CENTRE_ROWS));
        return matrix.pick(picked);
    }

    private static int[] starts(int[] group, int groups) {
        int[] starts = new int[groups + 1];
        for (int of : group) {
            starts[of + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        return starts;
    }

    private int size(int group) {
        return starts[group + 1] - starts[group];
    }

    /** Copies the rows from a matrix into their groups, or back. */
    private void copy(float[] matrix, boolean in) {
        for (int group = 0; group < starts.length - 1; group++) {
            int size = size(group);
            for (int i = 0; i < size; i++) {
                int at = order[starts[group] + i] * dimensions;
                for (int d = 0; d < dimensions; d++) {
                    int place = starts[group] * dimensions + d * size + i;
                    if (in) {
                        values[place] = matrix[at + d];
                    } else {
                        matrix[at + d] = values[place];
                    }
                }
            }
        }
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public DenseMatrix matrix() {
        DenseMatrix matrix = DenseMatrix.zero(rows, dimensions);
        copy(matrix.values(), false);
        return matrix;
    }

    @Override
    public Nearest nearest(float[] query, int k) {
        var nearest = new Nearest(Math.min(k, rows));
        int groups = starts.length - 1;
        float[] cosines = new float[longest];
        if (centres.length == 0) {
            for (int group = 0; group < groups; group++) {
                look(group, query, cosines, nearest);
            }
            return nearest;
        }
        float[] near = new float[groups];
        addProducts(query, centres, 0, groups, near);
        int wanted = Math.max(Math.max(FEWEST_SEEN, 4 * nearest.rows.length), rows / SHARE_SEEN);
        for (int seen = 0, looked = 0; seen < wanted && looked < groups; looked++) {
            int best = 0;
            for (int group = 1; group < groups; group++) {
                best = near[group] > near[best] ? group : best;
            }
            near[best] = Float.NEGATIVE_INFINITY;
            look(best, query, cosines, nearest);
            seen += size(best);
        }
        return nearest;
    }

    private void look(int group, float[] query, float[] cosines, Nearest nearest) {
        int size = size(group);
        Arrays.fill(cosines, 0, size, 0);
        addProducts(query, values, starts[group] * dimensions, size, cosines);
        for (int i = 0; i < size; i++) {
            if (nearest.takes(cosines[i])) {
                nearest.offer(order[starts[group] + i], cosines[i]);
            }
        }
    }

    /** Adds the inner products of a group; four dimensions at a time spare three of four passes over the sums. */
    private void addProducts(float[] query, float[] from, int base, int size, float[] into) {
        int d = 0;
        for (; d + 4 <= dimensions; d += 4) {
            float q0 = query[d];
            float q1 = query[d + 1];
            float q2 = query[d + 2];
            float q3 = query[d + 3];
            int first = base + d * size;
            int second = first + size;
            int third = second + size;
            int fourth = third + size;
            for (int i = 0; i < size; i++) {
                into[i] += q0 * from[first + i] + q1 * from[second + i] + q2 * from[third + i] + q3 * from[fourth + i];
            }
        }
        for (; d < dimensions; d++) {
            float scale = query[d];
            int first = base + d * size;
            for (int i = 0; i < size; i++) {
                into[i] += scale * from[first + i];
            }
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

        /** Whether a row of that cosine would be one of the nearest. */
        boolean takes(float cosine) {
            return size < rows.length || (size > 0 && cosine > cosines[0]);
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
