package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code elorouter}: one Bradley-Terry rating a model, the same for every query (Bradley and Terry, 1952), from all pairs
 * of models that answered the same query; a tie counts half for each. The rating becomes a quality through the logistic
 * curve that fits the models' mean scores best. With the setting {@code similarity=1} the ratings are of each query, from
 * the games of the {@code k} rows that are most like it.
 */
final class EloLearner implements Learner {
    private static final int ROUNDS = 200;

    /** Half a game won and half lost against everybody: a model that never wins keeps a finite rating. */
    private static final double PRIOR_GAMES = 0.5;

    @Override
    public String name() {
        return "elorouter";
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        return List.of(Hyperparameters.NONE);
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        double[] ratings = ratings(wins(data), ROUNDS);
        RatingCurve curve = RatingCurve.fit(ratings, data.means());
        QualityPredictor predictor = settings.get("similarity", 0) > 0
                ? new SimilarEloPredictor(
                        new Neighbours(data.dense()),
                        data.targets(),
                        data.models(),
                        (int) Math.max(1, settings.get("k", 500)),
                        curve)
                : new FixedPredictor(curve.qualities(ratings));
        return new Fit(new Marked(predictor), Hyperparameters.NONE);
    }

    /** How often each model beat each other: row the winner. */
    static double[][] wins(TrainingSet data) {
        int models = data.models();
        double[][] wins = new double[models][models];
        for (int row = 0; row < data.rows(); row++) {
            addWins(wins, data.targets(), row * models, 1);
        }
        return wins;
    }

    /** Adds the games of a row, whose targets begin there. */
    static void addWins(double[][] wins, float[] targets, int base, double weight) {
        for (int a = 0; a < wins.length; a++) {
            for (int b = 0; b < wins.length; b++) {
                float left = targets[base + a];
                float right = targets[base + b];
                if (left > right) {
                    wins[a][b] += weight;
                } else if (left == right && a != b) {
                    wins[a][b] += weight / 2;
                }
            }
        }
    }

    /** Log strengths that sum to 0, by the minorisation of Hunter (2004). */
    static double[] ratings(double[][] wins, int rounds) {
        int models = wins.length;
        double[] strength = new double[models];
        Arrays.fill(strength, 1);
        for (int round = 0; round < rounds; round++) {
            double logs = 0;
            for (int a = 0; a < models; a++) {
                double won = PRIOR_GAMES * (models - 1);
                double expected = 0;
                for (int b = 0; b < models; b++) {
                    if (a != b) {
                        won += wins[a][b];
                        double games = wins[a][b] + wins[b][a] + 2 * PRIOR_GAMES;
                        expected += games / (strength[a] + strength[b]);
                    }
                }
                strength[a] = expected > 0 ? won / expected : 1;
                logs += Math.log(strength[a]);
            }
            double scale = Math.exp(-logs / models);
            for (int a = 0; a < models; a++) {
                strength[a] *= scale;
            }
        }
        double[] ratings = new double[models];
        for (int a = 0; a < models; a++) {
            ratings[a] = Math.log(strength[a]);
        }
        return ratings;
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        return new Marked(in.flag() ? SimilarEloPredictor.read(in, space) : FixedPredictor.read(in));
    }

    /** Says on reading which of the two it is. */
    private record Marked(QualityPredictor predictor) implements QualityPredictor {
        @Override
        public int models() {
            return predictor.models();
        }

        @Override
        public void predict(QueryFeatures query, double[] into) {
            predictor.predict(query, into);
        }

        @Override
        public void save(ModelOutput out) {
            out.flag(predictor instanceof SimilarEloPredictor);
            predictor.save(out);
        }
    }
}
