package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code elorouter}: one Bradley-Terry rating a model, the same for every query (Bradley and Terry, 1952), from all pairs
 * of models that answered the same query; a tie counts half for each. The rating becomes a quality through the logistic
 * curve that fits the models' mean scores best.
 */
final class EloLearner implements Learner {
    private static final int ROUNDS = 200;
    private static final int CURVE_ROUNDS = 500;
    private static final double CURVE_RATE = 0.5;

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
        double[] ratings = ratings(wins(data));
        return new Fit(new FixedPredictor(qualities(ratings, data.means())), Hyperparameters.NONE);
    }

    /** How often each model beat each other: row the winner. */
    static double[][] wins(TrainingSet data) {
        int models = data.models();
        double[][] wins = new double[models][models];
        for (int row = 0; row < data.rows(); row++) {
            for (int a = 0; a < models; a++) {
                for (int b = 0; b < models; b++) {
                    float left = data.target(row, a);
                    float right = data.target(row, b);
                    if (left > right) {
                        wins[a][b]++;
                    } else if (left == right && a != b) {
                        wins[a][b] += 0.5;
                    }
                }
            }
        }
        return wins;
    }

    /** Log strengths that sum to 0, by the minorisation of Hunter (2004). */
    static double[] ratings(double[][] wins) {
        int models = wins.length;
        double[] strength = new double[models];
        Arrays.fill(strength, 1);
        for (int round = 0; round < ROUNDS; round++) {
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

    private static double[] qualities(double[] ratings, double[] means) {
        double slope = 1;
        double start = 0;
        for (int round = 0; round < CURVE_ROUNDS; round++) {
            double bySlope = 0;
            double byStart = 0;
            for (int model = 0; model < ratings.length; model++) {
                double error = Losses.sigmoid(slope * ratings[model] + start) - means[model];
                bySlope += error * ratings[model] / ratings.length;
                byStart += error / ratings.length;
            }
            slope -= CURVE_RATE * bySlope;
            start -= CURVE_RATE * byStart;
        }
        double[] quality = new double[ratings.length];
        for (int model = 0; model < ratings.length; model++) {
            quality[model] = Losses.sigmoid(slope * ratings[model] + start);
        }
        return quality;
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        return FixedPredictor.read(in);
    }
}
