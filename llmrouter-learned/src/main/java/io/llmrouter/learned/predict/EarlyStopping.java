package io.llmrouter.learned.predict;

import io.llmrouter.learned.predict.Learner.Fit;
import org.jspecify.annotations.Nullable;

/** Passes over the data until held-out rows are no longer predicted better. */
final class EarlyStopping {
    private EarlyStopping() {}

    /** A predictor on its way. */
    interface Training {
        /** Goes over the data once. */
        void pass();

        /** What has been learned so far. */
        QualityPredictor snapshot();
    }

    /**
     * Learns.
     *
     * @param validation held-out rows; {@code null} to make all passes
     * @param most how many passes to make at most
     * @param patience after how many passes without gain to stop
     */
    static Fit fit(Training training, @Nullable TrainingSet validation, int most, int patience) {
        QualityPredictor best = training.snapshot();
        double least = validation == null ? 0 : Losses.squaredError(best, validation);
        int bestEpoch = 0;
        for (int epoch = 1; epoch <= most; epoch++) {
            training.pass();
            if (validation == null && epoch < most) {
                continue;
            }
            QualityPredictor now = training.snapshot();
            double error = validation == null ? least : Losses.squaredError(now, validation);
            if (validation == null || error < least) {
                least = error;
                best = now;
                bestEpoch = epoch;
            } else if (epoch - bestEpoch >= patience) {
                break;
            }
        }
        return Fit.after(best, bestEpoch);
    }
}
