package io.llmrouter.learned;

import io.llmrouter.learned.predict.Hyperparameters;
import io.llmrouter.learned.predict.Learner;
import io.llmrouter.learned.predict.TrainingSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cross-validation of a learner: predictions for rows that the predictor has not seen. The folds run in parallel; the
 * result does not depend on it.
 */
final class Validation {
    private static final int MOST_ROWS = 2_000;

    private final Learner learner;
    private final TrainingSet data;
    private final Folds folds;
    private final int count;
    private final long seed;

    Validation(Learner learner, TrainingSet data, Folds folds, int count, long seed) {
        this.learner = learner;
        this.data = data;
        this.folds = folds;
        this.count = count;
        this.seed = seed;
    }

    /**
     * What one choice of settings came to.
     *
     * @param rows the rows that were predicted
     * @param predicted their predictions
     * @param error the mean squared error
     * @param found the settings with what stopping early found, the mean over the folds
     */
    @SuppressWarnings("ArrayRecordComponent") // a result that is passed along, never compared
    record Outcome(Hyperparameters settings, int[] rows, double[][] predicted, double error, Hyperparameters found) {}

    Outcome of(Hyperparameters settings) {
        List<Part> parts = IntStream.range(0, count)
                .parallel()
                .mapToObj(fold -> part(fold, settings))
                .toList();
        int[] rows = Folds.joined(parts.stream().map(Part::rows).toList());
        double[][] predicted =
                parts.stream().flatMap(part -> List.of(part.predicted).stream()).toArray(double[][]::new);
        return new Outcome(settings, rows, predicted, error(rows, predicted), settled(settings, parts));
    }

    private static Hyperparameters settled(Hyperparameters settings, List<Part> parts) {
        Hyperparameters settled = settings;
        for (String name : parts.get(0).found.values().keySet()) {
            double mean = parts.stream()
                    .mapToDouble(part -> part.found.get(name, 0))
                    .average()
                    .orElse(0);
            settled = settled.with(name, Math.max(1, Math.rint(mean)));
        }
        return settled;
    }

    /** The predictions of one fold. */
    @SuppressWarnings("ArrayRecordComponent") // a result that is passed along, never compared
    private record Part(int[] rows, double[][] predicted, Hyperparameters found) {}

    private Part part(int fold, Hyperparameters settings) {
        int[] held = folds.in(fold, MOST_ROWS);
        TrainingSet validation = data.pick(held);
        Learner.Fit fit = learner.fit(data.pick(folds.outside(fold)), validation, settings, seed);
        double[][] predicted = new double[held.length][data.models()];
        for (int row = 0; row < held.length; row++) {
            fit.predictor().predict(validation.features(row), predicted[row]);
        }
        return new Part(held, predicted, fit.found());
    }

    /**
     * The first outcome that is worse than the best by no more than one standard error of their difference: the rule of
     * Breiman et al. (1984), with the safest settings first.
     */
    Outcome safest(List<Outcome> outcomes) {
        Outcome best = outcomes.get(0);
        for (Outcome outcome : outcomes) {
            best = outcome.error < best.error ? outcome : best;
        }
        for (Outcome outcome : outcomes) {
            if (outcome.error <= best.error || isAsGood(outcome, best)) {
                return outcome;
            }
        }
        return best;
    }

    private boolean isAsGood(Outcome outcome, Outcome best) {
        double sum = 0;
        double squares = 0;
        int rows = outcome.rows.length;
        for (int i = 0; i < rows; i++) {
            int[] row = {outcome.rows[i]};
            double difference =
                    error(row, new double[][] {outcome.predicted[i]}) - error(row, new double[][] {best.predicted[i]});
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / rows;
        return mean <= Math.sqrt(Math.max(0, squares / rows - mean * mean) / rows);
    }

    private double error(int[] rows, double[][] predicted) {
        double sum = 0;
        long known = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int model = 0; model < data.models(); model++) {
                float target = data.target(rows[i], model);
                if (!Float.isNaN(target)) {
                    double error = predicted[i][model] - target;
                    sum += error * error;
                    known++;
                }
            }
        }
        return known == 0 ? 0 : sum / known;
    }
}
