package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code knnrouter}: the mean score of the nearest rows; how many is chosen by validation. Of more than {@code rows} rows,
 * by default 200,000, or 100,000 without Lucene, a sample is kept.
 */
final class KnnLearner implements Learner {
    private static final int[] NEIGHBOURS = {160, 80, 40, 20, 10};
    private static final int MOST_ROWS = 200_000;

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
        boolean graphs = Hnsw.isAvailable();
        int most = (int) Math.max(1, settings.get("rows", graphs ? MOST_ROWS : Hnsw.MOST_WITHOUT));
        if (most > Hnsw.MOST_WITHOUT && !graphs) {
            throw new IllegalArgumentException(
                    "rows: expected at most " + Hnsw.MOST_WITHOUT + " without " + Hnsw.DEPENDENCY + ", found " + most);
        }
        TrainingSet kept = sample(data, most, seed);
        RowIndex index =
                kept.rows() > Hnsw.MOST_WITHOUT ? HnswIndex.build(kept.dense(), seed) : new Neighbours(kept.dense());
        int k = (int) settings.get("k", 40);
        return new Fit(new KnnPredictor(k, index, kept.targets(), data.means()), Hyperparameters.NONE);
    }

    private static TrainingSet sample(TrainingSet data, int most, long seed) {
        if (data.rows() <= most) {
            return data;
        }
        var random = new SplittableRandom(seed);
        int[] rows = new int[most];
        int kept = 0;
        for (int row = 0; row < data.rows(); row++) {
            // Selection sampling (Knuth, volume 2, 3.4.2, algorithm S): each row with the chance that is left for it.
            if (random.nextInt(data.rows() - row) < most - kept) {
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
