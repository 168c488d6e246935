package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code logisticrouter} and {@code svmrouter}: for each model one linear function of terms and dense features, fitted
 * online by {@link AdaGrad}.
 *
 * <p>Logistic: p_m = sigmoid(w_m x + b_m), cross-entropy with soft targets, b starting at logit(mean_m). Support vector:
 * linear epsilon-insensitive regression of the score, epsilon 0.1.
 */
final class LinearLearner implements Learner {
    private static final int MOST_EPOCHS = 20;
    private static final double[] RATES = {0.05, 0.1};

    private static final double DECAY = 1e-4;

    /** What is kept is the mean of so many runs, each with another order of the rows. */
    private static final int RUNS = 4;

    private final String name;
    private final HeadLoss loss;

    LinearLearner(String name, HeadLoss loss) {
        this.name = name;
        this.loss = loss;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        var grid = new ArrayList<Hyperparameters>();
        for (double rate : RATES) {
            grid.add(Hyperparameters.NONE.with("rate", rate).with("l2", DECAY));
        }
        return grid;
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        int most = (int) settings.get(EPOCHS, MOST_EPOCHS);
        if (validation != null) {
            return new AdaGrad(data, loss, settings, seed).fit(validation, most);
        }
        List<LinearHeads> runs = IntStream.range(0, RUNS)
                .parallel()
                .mapToObj(run -> (LinearHeads) new AdaGrad(data, loss, settings, seed + run)
                        .fit(null, most)
                        .predictor())
                .toList();
        return Fit.after(LinearHeads.mean(runs), most);
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        return LinearHeads.read(in, space);
    }
}
