package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.features.SparseMatrix;
import org.jspecify.annotations.Nullable;

/**
 * What a learner sees: the features of the rows and the targets, a row's targets one after the other and {@link
 * Float#NaN} where a model was not tried. Immutable.
 */
public final class TrainingSet {
    private final int models;
    private final SparseMatrix terms;
    private final @Nullable DenseMatrix dense;
    private final float[] targets;

    public TrainingSet(int models, SparseMatrix terms, @Nullable DenseMatrix dense, float[] targets) {
        if (targets.length != Math.multiplyExact(terms.rows(), models)) {
            throw new IllegalArgumentException("targets: expected " + terms.rows() + " x " + models);
        }
        this.models = models;
        this.terms = terms;
        this.dense = dense;
        this.targets = targets;
    }

    public int rows() {
        return terms.rows();
    }

    public int models() {
        return models;
    }

    public SparseMatrix terms() {
        return terms;
    }

    /**
     * The dense features.
     *
     * @throws IllegalStateException if there are none
     */
    public DenseMatrix dense() {
        if (dense == null) {
            throw new IllegalStateException("this training set has no dense features");
        }
        return dense;
    }

    public float target(int row, int model) {
        return targets[row * models + model];
    }

    /** All targets, row by row; not to be changed. */
    float[] targets() {
        return targets;
    }

    /** Those rows, in that order. */
    public TrainingSet pick(int[] rows) {
        float[] picked = new float[rows.length * models];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(targets, rows[i] * models, picked, i * models, models);
        }
        return new TrainingSet(models, terms.pick(rows), dense == null ? null : dense.pick(rows), picked);
    }

    /** The same rows with other targets. */
    public TrainingSet withTargets(float[] others) {
        return new TrainingSet(others.length / Math.max(1, rows()), terms, dense, others);
    }

    /** The features of a row, as a query's. */
    public QueryFeatures features(int row) {
        return QueryFeatures.of(terms.row(row), dense == null ? null : dense.row(row));
    }

    /** The mean target of each model, drawn slightly to the middle: (sum + 0.5) / (count + 1). */
    public double[] means() {
        return means(0.5, 1);
    }

    /** The mean target of each model; {@link Double#NaN} for one without targets. */
    double[] plainMeans() {
        return means(0, 0);
    }

    private double[] means(double extraSum, double extraCount) {
        double[] sums = new double[models];
        int[] counts = new int[models];
        for (int i = 0; i < targets.length; i++) {
            if (!Float.isNaN(targets[i])) {
                sums[i % models] += targets[i];
                counts[i % models]++;
            }
        }
        double[] means = new double[models];
        for (int model = 0; model < models; model++) {
            double count = counts[model] + extraCount;
            means[model] = count == 0 ? Double.NaN : (sums[model] + extraSum) / count;
        }
        return means;
    }
}
