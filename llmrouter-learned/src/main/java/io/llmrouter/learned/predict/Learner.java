package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way of learning a {@link QualityPredictor}. Stateless; the same data, settings and seed give the same predictor. */
public interface Learner {

    /** The name on the command line and in files, such as {@code knnrouter}. */
    String name();

    /** How many dense features it wants beside the terms. */
    default int dimensions() {
        return 64;
    }

    /** Whether its predictions are to be calibrated on held-out rows. */
    default boolean isCalibrated() {
        return true;
    }

    /** The settings to choose among by validation, the safest first. */
    List<Hyperparameters> grid(TrainingSet data);

    /**
     * Learns.
     *
     * @param validation held-out rows by which to stop early; {@code null} to run all epochs
     * @param epochs how many passes at most; 0 for the learner's own bound
     * @return the predictor and how many epochs it took
     */
    Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, int epochs, long seed);

    /** Reads what the predictor wrote. */
    QualityPredictor read(ModelInput in, FeatureSpace space);

    /**
     * What was learned.
     *
     * @param epochs how many passes gave the best result; 0 if the learner makes none
     */
    record Fit(QualityPredictor predictor, int epochs) {}
}
