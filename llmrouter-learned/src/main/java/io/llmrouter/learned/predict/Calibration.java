package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.Arrays;

/**
 * Makes predictions mean what they say, fitted to held-out predictions (after Platt, 1999): with z_m = logit(p_m), z their
 * mean over the models and u_m the usual z_m - z, p'_m = sigmoid(a (z + u_m) + c (z_m - z - u_m) + b_m).
 *
 * <p>The slope a is of how hard the query is, the slope c of what tells the models apart on it. The second is mostly noise
 * where little was learned: c is then near 0, and the order of the models near that of their means: a router that has
 * learned nothing does no harm. Both are shared: a slope for each model would turn the order of the models round by chance. The offsets b_m are drawn to 0 as by twenty rows. Immutable.
 */
public final class Calibration {
    private final double common;
    private final double own;
    private final double[] usual;
    private final double[] offsets;
    private final boolean isNone;

    Calibration(double common, double own, double[] usual, double[] offsets) {
        this.common = common;
        this.own = own;
        this.usual = usual;
        this.offsets = offsets;
        this.isNone = common == 1 && own == 1 && Arrays.stream(offsets).allMatch(offset -> offset == 0);
    }

    /** Leaves predictions as they are. */
    public static Calibration none(int models) {
        return new Calibration(1, 1, new double[models], new double[models]);
    }

    /**
     * Fits to held-out predictions.
     *
     * @param predicted the held-out predictions, a row a query
     * @param scores what came true; {@link Double#NaN} where it is not known
     */
    public static Calibration fit(double[][] predicted, double[][] scores, int models) {
        return new CalibrationFit(predicted, scores, models).fitted();
    }

    /** Calibrates a prediction for each model, in place. */
    public void apply(double[] quality) {
        if (isNone) {
            return;
        }
        double mean = logits(quality);
        for (int model = 0; model < quality.length; model++) {
            double expected = mean + usual[model];
            quality[model] = Losses.sigmoid(common * expected + own * (quality[model] - expected) + offsets[model]);
        }
    }

    /** Puts the logits in place of probabilities; returns their mean. */
    static double logits(double[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = Losses.logit(values[i]);
            sum += values[i];
        }
        return sum / values.length;
    }

    /** Writes the parameters. */
    public void save(ModelOutput out) {
        double[] rest = Arrays.copyOf(offsets, 2 * offsets.length + 1);
        System.arraycopy(usual, 0, rest, offsets.length, usual.length);
        rest[rest.length - 1] = own;
        out.real(common);
        out.reals(rest);
    }

    /** Reads what {@link #save} wrote, or what it wrote when both slopes were one. */
    public static Calibration read(ModelInput in, int models) {
        double common = in.real();
        double[] rest = in.reals();
        boolean oneSlope = rest.length == models;
        in.expect(
                oneSlope || rest.length == 2 * models + 1, "a calibration of " + models + " models", rest.length + "");
        return oneSlope
                ? new Calibration(common, common, new double[models], rest)
                : new Calibration(
                        common,
                        rest[2 * models],
                        Arrays.copyOfRange(rest, models, 2 * models),
                        Arrays.copyOf(rest, models));
    }
}
