package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code graphrouter}: queries and models as nodes of a graph whose edges carry scores (GraphRouter, Feng et al., 2025).
 * Two convolutions refine the models' vectors by the queries that they answered; the edges of a step's loss are hidden
 * from it. Quality is sigmoid(mean(x0_q * h_m) + logit(mean_m)). Stopped early by validation.
 *
 * <p>A query's vector is not convolved, so that a query which is not in the graph needs no graph: the models' vectors are
 * all that is kept of it.
 */
final class GraphLearner implements Learner {
    private static final int MOST_EPOCHS = 100;
    private static final int PATIENCE = 5;

    @Override
    public String name() {
        return "graphrouter";
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        return List.of(
                Hyperparameters.NONE.with("hidden", 64).with("rate", 1e-3).with("mask", 0.3));
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        int most = (int) settings.get(EPOCHS, MOST_EPOCHS);
        return EarlyStopping.fit(new GraphTraining(data, settings, seed), validation, most, PATIENCE);
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        return GraphPredictor.read(in, space);
    }
}
