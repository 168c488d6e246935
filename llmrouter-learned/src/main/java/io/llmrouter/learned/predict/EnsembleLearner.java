package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ensemblerouter}: the mean of the logistic heads' and the network's predictions. They err differently, the one on
 * words and the other on their mixture.
 */
final class EnsembleLearner implements Learner {
    private static final String FIRST = "logistic.";
    private static final String SECOND = "mlp.";

    private final Learner first = new LinearLearner("logisticrouter", HeadLoss.LOGISTIC);
    private final Learner second = new MlpLearner();

    @Override
    public String name() {
        return Learners.DEFAULT;
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        // Validation chose the higher rate nearly everywhere, and each choice costs another training of both.
        Hyperparameters heads = first.grid(data).get(first.grid(data).size() - 1);
        Hyperparameters network = second.grid(data).get(0);
        return List.of(prefixed(FIRST, heads, prefixed(SECOND, network, Hyperparameters.NONE)));
    }

    private static Hyperparameters prefixed(String prefix, Hyperparameters settings, Hyperparameters others) {
        Hyperparameters all = others;
        for (var setting : settings.values().entrySet()) {
            all = all.with(prefix + setting.getKey(), setting.getValue());
        }
        return all;
    }

    private static Hyperparameters stripped(String prefix, Hyperparameters settings) {
        Hyperparameters own = Hyperparameters.NONE;
        for (var setting : settings.values().entrySet()) {
            if (setting.getKey().startsWith(prefix)) {
                own = own.with(setting.getKey().substring(prefix.length()), setting.getValue());
            }
        }
        return own;
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        Fit heads = first.fit(data, validation, stripped(FIRST, settings), seed);
        Fit network = second.fit(data, validation, stripped(SECOND, settings), seed);
        return new Fit(
                new Mean(heads.predictor(), network.predictor()),
                prefixed(FIRST, heads.found(), prefixed(SECOND, network.found(), Hyperparameters.NONE)));
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        QualityPredictor heads = first.read(in, space);
        QualityPredictor network = second.read(in, space);
        in.expect(heads.models() == network.models(), heads.models() + " models", network.models() + "");
        return new Mean(heads, network);
    }

    /** The mean of two predictions. */
    private record Mean(QualityPredictor heads, QualityPredictor network) implements QualityPredictor {
        @Override
        public int models() {
            return heads.models();
        }

        @Override
        public void predict(QueryFeatures query, double[] into) {
            double[] other = new double[into.length];
            heads.predict(query, into);
            network.predict(query, other);
            for (int model = 0; model < into.length; model++) {
                into[model] = (into[model] + other[model]) / 2;
            }
        }

        @Override
        public void save(ModelOutput out) {
            heads.save(out);
            network.save(out);
        }
    }
}
