package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code mfrouter}: matrix factorisation after RouteLLM (Ong et al., 2024). A model's strength for a query is delta(m, q)
 * = w . (v_m / |v_m| * W [x_q; 1]), fitted to P(a beats b) = sigmoid(delta_a - delta_b) over the pairs of which one
 * scored higher; equal scores teach nothing. Noise on the query keeps it from learning rows by heart; stopped early by
 * validation.
 */
final class FactorLearner implements Learner {
    private static final int MOST_EPOCHS = 30;
    private static final int PATIENCE = 3;

    @Override
    public String name() {
        return "mfrouter";
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        return List.of(
                Hyperparameters.NONE.with("dimensions", 64).with("rate", 3e-3).with("noise", 0.1));
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        int most = (int) settings.get(EPOCHS, MOST_EPOCHS);
        return EarlyStopping.fit(new FactorTraining(data, settings, seed), validation, most, PATIENCE);
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        return FactorPredictor.read(in, space);
    }
}
