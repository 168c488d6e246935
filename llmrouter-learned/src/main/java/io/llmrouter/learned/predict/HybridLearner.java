package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code hybrid_llm} and {@code thresholdrouter} (HybridLLM, Ding et al., 2024): how likely it is that a smaller model does
 * as well as the large one, which is the best on average; the large one is left where that reaches a threshold.
 *
 * <p>With the gap H = q_small - q_large the target is 1 if H >= 0 (mode 0, deterministic), sigmoid(H / tau) (1,
 * probabilistic), or 1 if H >= -t (2, transformed), with the t at which the share of 1 is nearest to a half. Of more than
 * two models, each but the large one is a small one of its own. Predictions are scores to decide by, not qualities: they
 * are neither calibrated nor gated.
 */
final class HybridLearner implements Learner {
    private static final int EPOCHS_OF_HEADS = 12;
    private static final int DETERMINISTIC = 0;
    private static final int PROBABILISTIC = 1;
    private static final int GRID = 50;

    private final String name;
    private final int usualMode;

    private HybridLearner(String name, int usualMode) {
        this.name = name;
        this.usualMode = usualMode;
    }

    static HybridLearner hybrid() {
        return new HybridLearner("hybrid_llm", PROBABILISTIC);
    }

    static HybridLearner threshold() {
        return new HybridLearner("thresholdrouter", DETERMINISTIC);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isCalibrated() {
        return false;
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        return List.of(
                Hyperparameters.NONE.with("mode", usualMode).with("tau", 0.1).with("threshold", 0.5));
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        int large = best(data.means());
        TrainingSet labelled = data.withTargets(labels(data, large, settings));
        var heads = (LinearHeads) new AdaGrad(
                        labelled,
                        HeadLoss.LOGISTIC,
                        Hyperparameters.NONE.with("rate", 0.1).with("l2", 1e-4),
                        seed)
                .fit(null, EPOCHS_OF_HEADS)
                .predictor();
        return new Fit(new HybridPredictor(heads, large, settings.get("threshold", 0.5)), Hyperparameters.NONE);
    }

    private float[] labels(TrainingSet data, int large, Hyperparameters settings) {
        int models = data.models();
        float[] gaps = new float[data.rows() * models];
        for (int row = 0; row < data.rows(); row++) {
            for (int model = 0; model < models; model++) {
                gaps[row * models + model] =
                        model == large ? Float.NaN : data.target(row, model) - data.target(row, large);
            }
        }
        int mode = (int) settings.get("mode", usualMode);
        double tau = Math.max(1e-3, settings.get("tau", 0.1));
        double slack = mode == DETERMINISTIC || mode == PROBABILISTIC ? 0 : slack(gaps);
        for (int i = 0; i < gaps.length; i++) {
            if (!Float.isNaN(gaps[i])) {
                gaps[i] = mode == PROBABILISTIC ? (float) Losses.sigmoid(gaps[i] / tau) : gaps[i] >= -slack ? 1 : 0;
            }
        }
        return gaps;
    }

    /** The t of the largest 2 p (1 - p), p the share of gaps of at least -t. */
    private static double slack(float[] gaps) {
        double best = 0;
        double most = -1;
        for (int step = 0; step < GRID; step++) {
            double t = (double) step / (GRID - 1);
            int known = 0;
            int ones = 0;
            for (float gap : gaps) {
                known += Float.isNaN(gap) ? 0 : 1;
                ones += gap >= -t ? 1 : 0;
            }
            double p = known == 0 ? 0 : (double) ones / known;
            if (2 * p * (1 - p) > most) {
                most = 2 * p * (1 - p);
                best = t;
            }
        }
        return best;
    }

    private static int best(double[] means) {
        double most = Arrays.stream(means).max().orElseThrow();
        int best = 0;
        while (means[best] < most) {
            best++;
        }
        return best;
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        int large = in.integer();
        double threshold = in.real();
        LinearHeads heads = LinearHeads.read(in, space);
        in.expect(large >= 0 && large < heads.models(), "one of " + heads.models() + " models", large + "");
        return new HybridPredictor(heads, large, threshold);
    }
}
