package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code knnrouter}: the mean score of the nearest rows; how many is chosen by validation. Of more than 50,000 rows a
 * sample is kept.
 */
final class KnnLearner implements Learner {
    private static final int[] NEIGHBOURS = {160, 80, 40, 20, 10};
    private static final int MOST_ROWS = 50_000;

    @Override
    public String name() {
        return "knnrouter";
    }

    @Override
    public int dimensions() {
        return 128;
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        var grid = new ArrayList<Hyperparameters>();
        for (int k : NEIGHBOURS) {
            if (k < data.rows()) {
                grid.add(Hyperparameters.NONE.with("k", k));
            }
        }
        return grid.isEmpty() ? List.of(Hyperparameters.NONE.with("k", 1)) : grid;
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        TrainingSet kept = sample(data, seed);
        int k = (int) settings.get("k", 40);
        return new Fit(
                new KnnPredictor(k, new Neighbours(kept.dense()), kept.targets(), data.means()), Hyperparameters.NONE);
    }

    private static TrainingSet sample(TrainingSet data, long seed) {
        if (data.rows() <= MOST_ROWS) {
            return data;
        }
        var random = new SplittableRandom(seed);
        int[] rows = new int[MOST_ROWS];
        int kept = 0;
        for (int row = 0; row < data.rows(); row++) {
            // Selection sampling (Knuth, volume 2, 3.4.2, algorithm S): each row with the chance that is left for it.
            if (random.nextInt(data.rows() - row) < MOST_ROWS - kept) {
                rows[kept++] = row;
            }
        }
        return data.pick(rows);
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        return KnnPredictor.read(in, space);
    }
}
