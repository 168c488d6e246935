package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.SparseVector;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code randomrouter}: a quality drawn at random, from 0 to 1, the same for the same query and seed. A baseline; it is
 * neither calibrated nor gated.
 */
final class RandomLearner implements Learner {
    @Override
    public String name() {
        return "randomrouter";
    }

    @Override
    public boolean isCalibrated() {
        return false;
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        return List.of(Hyperparameters.NONE);
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        return new Fit(new Draw(data.models(), (int) seed), Hyperparameters.NONE);
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        int models = in.integer();
        in.expect(models > 0, "at least one model", models + "");
        return new Draw(models, in.integer());
    }

    /** The draw for a query. */
    private record Draw(int models, int seed) implements QualityPredictor {
        @Override
        public void predict(QueryFeatures query, double[] into) {
            SparseVector terms = query.terms();
            long hash = seed;
            for (int i = 0; i < terms.size(); i++) {
                hash = hash * 0x5851f42d4c957f2dL + terms.columns()[i] + 1;
            }
            var random = new SplittableRandom(hash + query.text().hashCode());
            for (int model = 0; model < models; model++) {
                into[model] = random.nextDouble();
            }
        }

        @Override
        public void save(ModelOutput out) {
            out.integer(models);
            out.integer(seed);
        }
    }
}
