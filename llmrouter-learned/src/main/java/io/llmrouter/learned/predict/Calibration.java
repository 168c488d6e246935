package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;

/**
 * Makes predictions mean what they say: p' = sigmoid(a logit(p) + b_m), fitted to held-out predictions (Platt, 1999). The
 * slope a is shared: one for each model would turn the order of the models round by chance. The offsets b_m are drawn to 0
 * as by twenty rows. Immutable.
 */
public final class Calibration {
    private static final int ROUNDS = 40;
    private static final double PRIOR_ROWS = 20;
    private static final double NOT_CERTAIN = 0.25;

    /** Slope and offsets are moved at once, as if the other stood still: whole steps would overshoot. */
    private static final double DAMPING = 0.6;

    private final double slope;
    private final double[] offsets;

    private Calibration(double slope, double[] offsets) {
        this.slope = slope;
        this.offsets = offsets;
    }

    /** Leaves predictions as they are. */
    public static Calibration none(int models) {
        return new Calibration(1, new double[models]);
    }

    /**
     * Fits by Newton's method, the slope and the offsets in turn.
     *
     * @param predicted the held-out predictions, a row a query
     * @param scores what came true; {@link Double#NaN} where it is not known
     */
    public static Calibration fit(double[][] predicted, double[][] scores, int models) {
        Calibration fitted = none(models);
        for (int round = 0; round < ROUNDS; round++) {
            fitted = fitted.stepped(predicted, scores);
        }
        return fitted;
    }

    private Calibration stepped(double[][] predicted, double[][] scores) {
        double prior = PRIOR_ROWS * NOT_CERTAIN;
        double bySlope = prior * (slope - 1);
        double bendSlope = prior;
        double[] moved = offsets.clone();
        for (int model = 0; model < offsets.length; model++) {
            double byOffset = prior * offsets[model];
            double bendOffset = prior;
            for (int row = 0; row < predicted.length; row++) {
                double score = scores[row][model];
                if (Double.isNaN(score)) {
                    continue;
                }
                double z = Losses.logit(predicted[row][model]);
                double p = Losses.sigmoid(slope * z + offsets[model]);
                double weight = Math.max(1e-9, p * (1 - p));
                bySlope += (p - score) * z;
                bendSlope += weight * z * z;
                byOffset += p - score;
                bendOffset += weight;
            }
            moved[model] -= bounded(DAMPING * byOffset / bendOffset);
        }
        // A negative slope would turn the learner's order of queries round.
        return new Calibration(Math.max(0, slope - bounded(DAMPING * bySlope / bendSlope)), moved);
    }

    private static double bounded(double step) {
        return Double.isFinite(step) ? Math.max(-1, Math.min(1, step)) : 0;
    }

    /** Calibrates a prediction for each model, in place. */
    public void apply(double[] quality) {
        for (int model = 0; model < quality.length; model++) {
            if (slope != 1 || offsets[model] != 0) {
                quality[model] = Losses.sigmoid(slope * Losses.logit(quality[model]) + offsets[model]);
            }
        }
    }

    /** Writes the parameters. */
    public void save(ModelOutput out) {
        out.real(slope);
        out.reals(offsets);
    }

    /** Reads what {@link #save} wrote. */
    public static Calibration read(ModelInput in, int models) {
        return new Calibration(in.real(), in.reals(models));
    }
}
