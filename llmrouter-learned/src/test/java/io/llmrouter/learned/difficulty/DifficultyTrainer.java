package io.llmrouter.learned.difficulty;

import io.llmrouter.learned.features.SparseVector;
import io.llmrouter.learned.features.TextEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Trains the model of difficulty: a logistic function, fitted with AdaGrad to the share of models that failed. How
 * strict each table is, is fitted beside it and left away: what remains is what makes a query hard among its like. */
final class DifficultyTrainer {
    /** The source of examples of no table. */
    static final int NO_TABLE = -1;

    private static final int FEWEST_ROWS = 6;

    private static final int FOLDS = 5;
    private static final int EPOCHS = 8;
    private static final double RATE = 0.1;
    private static final double DECAY = 1e-5;
    private static final int CUTS = 200;
    private static final double FIRST_SQUARE = 0.1;
    private static final int NEWTON_STEPS = 30;

    private DifficultyTrainer() {}

    /**
     * A query.
     *
     * @param failed the share of models that failed on it
     * @param source the number of its table, whose models and marks are milder or stricter than others'
     * @param weight how many rows it counts as
     */
    record Example(String query, double failed, int source, int weight) {}

    /** Trains on all; slope, offset and quantiles come from predictions of rows that were left out. */
    static DifficultyModel train(List<Example> rows, long seed) {
        int[] fold = new int[rows.size()];
        var random = new SplittableRandom(seed);
        Arrays.setAll(fold, row -> random.nextInt(FOLDS));
        double[] unseen = new double[rows.size()];
        for (int out = 0; out < FOLDS; out++) {
            int held = out;
            DifficultyModel part = fit(
                    IntStream.range(0, fold.length)
                            .filter(row -> fold[row] != held)
                            .mapToObj(rows::get)
                            .toList(),
                    seed,
                    1,
                    0,
                    new double[0]);
            for (int row = 0; row < fold.length; row++) {
                unseen[row] =
                        fold[row] == held ? logit(part.difficulty(rows.get(row).query())) : unseen[row];
            }
        }
        double[] line = calibrated(unseen, rows);
        double[] sorted = Arrays.stream(unseen)
                .map(z -> sigmoid(line[0] * z + line[1]))
                .sorted()
                .toArray();
        double[] quantiles = new double[CUTS];
        Arrays.setAll(quantiles, i -> sorted[(int) ((i + 0.5) * sorted.length / CUTS)]);
        return fit(rows, seed, line[0], line[1], quantiles);
    }

    private static DifficultyModel fit(List<Example> rows, long seed, double slope, double offset, double[] quantiles) {
        TextEncoder terms = TextEncoder.fit(rows.size(), row -> rows.get(row).query(), 0, FEWEST_ROWS);
        var fitting = new Fitting(terms, rows);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            fitting.pass(new SplittableRandom(seed + epoch), epoch);
        }
        float[] weights = new float[fitting.mean.length - 1];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (slope * fitting.mean[i]);
        }
        return new DifficultyModel(terms, weights, slope * fitting.mean[weights.length] + offset, quantiles);
    }

    /** Slope and offset that make predictions mean what they say (Platt, 1999). */
    private static double[] calibrated(double[] z, List<Example> rows) {
        double slope = 1;
        double offset = 0;
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double a = 0;
            double b = 0;
            double aa = 1e-9;
            double ab = 0;
            double bb = 1e-9;
            for (int i = 0; i < z.length; i++) {
                double p = sigmoid(slope * z[i] + offset);
                double error = p - rows.get(i).failed();
                double bend = p * (1 - p);
                a += error * z[i];
                b += error;
                aa += bend * z[i] * z[i];
                ab += bend * z[i];
                bb += bend;
            }
            double determinant = aa * bb - ab * ab;
            slope -= (bb * a - ab * b) / determinant;
            offset -= (aa * b - ab * a) / determinant;
        }
        return new double[] {slope, offset};
    }

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    /** Weights while they are fitted: terms, shape, bias. */
    private static final class Fitting {
        private final List<Example> rows;
        private final SparseVector[] vectors;
        private final float[][] shapes;
        private final int terms;
        private final double[] weights;
        private final double[] squares;
        private final double[] strictness;
        private final double[] strictnessSquares;
        final double[] mean;

        Fitting(TextEncoder encoder, List<Example> rows) {
            this.rows = rows;
            this.terms = encoder.columns();
            this.vectors = rows.stream().map(row -> encoder.encode(row.query())).toArray(SparseVector[]::new);
            this.shapes = rows.stream().map(row -> TextShape.of(row.query())).toArray(float[][]::new);
            this.weights = new double[terms + TextShape.FEATURES + 1];
            this.strictness = new double[sources(rows)];
            this.strictnessSquares = new double[sources(rows)];
            this.squares = new double[weights.length];
            this.mean = new double[weights.length];
            Arrays.fill(squares, FIRST_SQUARE);
            Arrays.fill(strictnessSquares, FIRST_SQUARE);
        }

        private static int sources(List<Example> rows) {
            return rows.stream().mapToInt(Example::source).max().orElse(NO_TABLE) + 1;
        }

        void pass(SplittableRandom random, int epoch) {
            int[] order = IntStream.range(0, rows.size()).toArray();
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            for (int row : order) {
                step(row);
            }
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (weights[i] - mean[i]) / epoch;
            }
        }

        private void step(int row) {
            SparseVector vector = vectors[row];
            float[] shape = shapes[row];
            double z = weights[weights.length - 1];
            for (int i = 0; i < vector.size(); i++) {
                z += weights[vector.columns()[i]] * vector.values()[i];
            }
            for (int i = 0; i < shape.length; i++) {
                z += weights[terms + i] * shape[i];
            }
            int source = rows.get(row).source();
            z += source == NO_TABLE ? 0 : strictness[source];
            double slope = rows.get(row).weight() * (sigmoid(z) - rows.get(row).failed());
            if (source != NO_TABLE) {
                strictnessSquares[source] += slope * slope;
                strictness[source] -= RATE * slope / Math.sqrt(strictnessSquares[source]);
            }
            for (int i = 0; i < vector.size(); i++) {
                move(vector.columns()[i], slope * vector.values()[i], DECAY);
            }
            for (int i = 0; i < shape.length; i++) {
                move(terms + i, slope * shape[i], DECAY);
            }
            move(weights.length - 1, slope, 0);
        }

        private void move(int at, double gradient, double decay) {
            double whole = gradient + decay * weights[at];
            squares[at] += whole * whole;
            weights[at] -= RATE * whole / Math.sqrt(squares[at]);
        }
    }
}
