package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;

/**
 * Ratings for this query (RouteLLM, Ong et al., 2024): the games of the nearest rows, each counting 10 * 10^(s / max s) for
 * its cosine s, become ratings, and ratings qualities through the curve of the learner. Immutable.
 */
final class SimilarEloPredictor implements QualityPredictor {
    private static final int ROUNDS = 30;
    private static final double WEIGHT = 10;

    private final Neighbours rows;
    private final float[] targets;
    private final int models;
    private final int nearest;
    private final RatingCurve curve;

    SimilarEloPredictor(Neighbours rows, float[] targets, int models, int nearest, RatingCurve curve) {
        this.rows = rows;
        this.targets = targets;
        this.models = models;
        this.nearest = nearest;
        this.curve = curve;
    }

    @Override
    public int models() {
        return models;
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        Neighbours.Nearest found = rows.nearest(query.dense(), nearest);
        double most = 1e-9;
        for (int i = 0; i < found.size(); i++) {
            most = Math.max(most, found.cosine(i));
        }
        double[][] wins = new double[models][models];
        double total = 0;
        for (int i = 0; i < found.size(); i++) {
            double weight = WEIGHT * Math.pow(10, Math.max(0, found.cosine(i)) / most);
            total += weight;
            EloLearner.addWins(wins, targets, found.row(i) * models, weight);
        }
        // As many games as rows: the prior of half a game keeps its meaning.
        double scale = total > 0 ? found.size() / total : 0;
        for (double[] won : wins) {
            for (int model = 0; model < models; model++) {
                won[model] *= scale;
            }
        }
        double[] quality = curve.qualities(EloLearner.ratings(wins, ROUNDS));
        System.arraycopy(quality, 0, into, 0, models);
    }

    @Override
    public void save(ModelOutput out) {
        out.integer(models);
        out.integer(nearest);
        out.real(curve.slope());
        out.real(curve.start());
        out.integer(rows.rows());
        out.floats(rows.matrix().values());
        out.floats(targets);
    }

    static SimilarEloPredictor read(ModelInput in, FeatureSpace space) {
        int models = in.integer();
        int nearest = in.integer();
        var curve = new RatingCurve(in.real(), in.real());
        int rows = in.integer();
        int dimensions = space.dimensions();
        in.expect(models > 0 && nearest > 0 && rows > 0 && dimensions > 0, "models and rows of at least 1", "fewer");
        float[] values = in.floats((long) rows * dimensions);
        float[] targets = in.floats((long) rows * models);
        return new SimilarEloPredictor(
                new Neighbours(new DenseMatrix(rows, dimensions, values)), targets, models, nearest, curve);
    }
}
