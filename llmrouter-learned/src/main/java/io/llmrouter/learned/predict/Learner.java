package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way of learning a {@link QualityPredictor}. Stateless; the same data, settings and seed give the same predictor. */
public interface Learner {

    /** The setting of how many passes over the data are made. */
    String EPOCHS = "epochs";

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
     * @param settings of the grid, and {@code epochs} if the number of passes is settled
     * @return the predictor and what stopping early found
     */
    Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed);

    /** Reads what the predictor wrote. */
    QualityPredictor read(ModelInput in, FeatureSpace space);

    /**
     * What was learned.
     *
     * @param found the settings that stopping early found, such as {@code epochs}
     */
    record Fit(QualityPredictor predictor, Hyperparameters found) {
        static Fit after(QualityPredictor predictor, int epochs) {
            return new Fit(predictor, Hyperparameters.NONE.with(EPOCHS, epochs));
        }
    }
}
