package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code routerdc}: query and models as directions in one space (RouterDC, Chen et al., 2024). A query's direction is a
 * projection of its dense features; the models that do best on it are drawn to it, those that fail are pushed away, and
 * queries of the same cluster are drawn together. Stopped early by validation.
 */
final class ContrastiveLearner implements Learner {
    private static final int MOST_EPOCHS = 30;
    private static final int PATIENCE = 3;

    @Override
    public String name() {
        return "routerdc";
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        return List.of(Hyperparameters.NONE
                .with("rate", 3e-3)
                .with("top", 3)
                .with("last", 3)
                .with("temperature", 0.2)
                .with("cluster_weight", 0.2)
                .with("others", 3)
                .with("clusters", 8));
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        int most = (int) settings.get(EPOCHS, MOST_EPOCHS);
        return EarlyStopping.fit(new ContrastiveTraining(data, settings, seed), validation, most, PATIENCE);
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        return CosinePredictor.read(in, space);
    }
}
