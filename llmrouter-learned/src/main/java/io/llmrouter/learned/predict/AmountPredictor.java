package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.Arrays;

/**
 * Predicts an amount, such as output tokens or USD, for each model: mean_m * exp(w_m x + b_m) * smear_m, fitted to the
 * logarithm of the amount over its mean. The smear makes the mean of the predictions right again (Duan, 1983).
 * Immutable.
 */
public final class AmountPredictor {
    private static final int EPOCHS = 6;
    private static final double SMALLEST = 1e-12;

    private final LinearHeads heads;
    private final double[] means;
    private final double[] smears;
    private final double bound;

    private AmountPredictor(LinearHeads heads, double[] means, double[] smears, double bound) {
        this.heads = heads;
        this.means = means;
        this.smears = smears;
        this.bound = bound;
    }

    /**
     * Learns.
     *
     * @param data the features
     * @param amounts a row's amounts one after the other, {@link Float#NaN} where unknown
     */
    public static AmountPredictor fit(TrainingSet data, float[] amounts, long seed) {
        double[] means = data.withTargets(amounts).plainMeans();
        int models = means.length;
        float[] logs = new float[amounts.length];
        double bound = 0;
        for (int i = 0; i < amounts.length; i++) {
            double mean = means[i % models];
            boolean usable = amounts[i] > SMALLEST * mean && mean > 0;
            logs[i] = usable ? (float) Math.log(amounts[i] / mean) : Float.NaN;
            bound = usable ? Math.max(bound, Math.abs(logs[i])) : bound;
        }
        TrainingSet targets = data.withTargets(logs);
        var settings = Hyperparameters.NONE.with("rate", 0.05);
        var heads = (LinearHeads) new AdaGrad(targets, HeadLoss.SQUARED, settings, seed)
                .fit(null, EPOCHS)
                .predictor();
        double[] plain = new double[models];
        Arrays.fill(plain, 1);
        var raw = new AmountPredictor(heads, means, plain, bound);
        return new AmountPredictor(heads, means, raw.smears(data, amounts), bound);
    }

    private double[] smears(TrainingSet data, float[] amounts) {
        int models = means.length;
        double[] actual = new double[models];
        double[] predicted = new double[models];
        double[] row = new double[models];
        for (int i = 0; i < data.rows(); i++) {
            predict(data.features(i), row);
            for (int model = 0; model < models; model++) {
                float amount = amounts[i * models + model];
                if (!Float.isNaN(amount)) {
                    actual[model] += amount;
                    predicted[model] += row[model];
                }
            }
        }
        double[] smears = new double[models];
        Arrays.setAll(smears, model -> predicted[model] > 0 ? actual[model] / predicted[model] : 1);
        return smears;
    }

    /** The mean amount of each model in the training data. */
    public double[] means() {
        return means.clone();
    }

    /**
     * Predicts the amount for each model; {@link Double#NaN} for one of which no amount was known.
     *
     * @param into receives one value a model
     */
    public void predict(QueryFeatures query, double[] into) {
        heads.predict(query, into);
        for (int model = 0; model < into.length; model++) {
            double log = Math.max(-bound, Math.min(bound, into[model]));
            into[model] = means[model] * Math.exp(log) * smears[model];
        }
    }

    /** Writes the fitted state. */
    public void save(ModelOutput out) {
        out.reals(means);
        out.reals(smears);
        out.real(bound);
        heads.save(out);
    }

    /** Reads what {@link #save} wrote. */
    public static AmountPredictor read(ModelInput in, FeatureSpace space, int models) {
        double[] means = in.reals(models);
        double[] smears = in.reals(models);
        double bound = in.real();
        LinearHeads heads = LinearHeads.read(in, space);
        in.expect(heads.models() == models, models + " heads", heads.models() + "");
        return new AmountPredictor(heads, means, smears, bound);
    }
}
