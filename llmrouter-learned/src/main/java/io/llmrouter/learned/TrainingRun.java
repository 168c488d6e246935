package io.llmrouter.learned;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.features.Lsa;
import io.llmrouter.learned.features.SparseMatrix;
import io.llmrouter.learned.features.SparseVector;
import io.llmrouter.learned.features.TextEncoder;
import io.llmrouter.learned.policy.Gate;
import io.llmrouter.learned.policy.Policy;
import io.llmrouter.learned.policy.Predictions;
import io.llmrouter.learned.policy.Tradeoff;
import io.llmrouter.learned.predict.AmountPredictor;
import io.llmrouter.learned.predict.Calibration;
import io.llmrouter.learned.predict.FeatureSpace;
import io.llmrouter.learned.predict.Hyperparameters;
import io.llmrouter.learned.predict.Learner;
import io.llmrouter.learned.predict.TrainingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One training, from texts to a router. Not safe for concurrent use. */
final class TrainingRun {
    private static final int FOLDS = 5;

    /** More rows choose the same settings, and take the longer. */
    private static final int MOST_VALIDATED = 50_000;

    private final Learner learner;
    private final RoutingTable table;
    private final long seed;
    private final TrainingProgress progress;
    private final FeatureSpace space;
    private final TrainingSet data;
    private int done;
    private int total = 4;

    TrainingRun(Learner learner, RoutingTable table, int characters, long seed, TrainingProgress progress) {
        this.learner = learner;
        this.table = table;
        this.seed = seed;
        this.progress = progress;
        TextEncoder terms = TextEncoder.fit(table.size(), table::query, characters);
        SparseMatrix matrix = encode(terms);
        Lsa lsa = Lsa.fit(matrix, learner.dimensions(), seed);
        this.space = new FeatureSpace(terms, lsa);
        DenseMatrix dense = lsa.project(matrix);
        this.data = new TrainingSet(table.models().size(), matrix, dense, scores());
        told("read " + table.size() + " rows, " + terms.columns() + " terms");
    }

    private SparseMatrix encode(TextEncoder terms) {
        List<SparseVector> rows = IntStream.range(0, table.size())
                .parallel()
                .mapToObj(row -> terms.encode(table.query(row)))
                .toList();
        return SparseMatrix.of(terms.columns(), rows);
    }

    private float[] scores() {
        return table(table::score);
    }

    /** A column of a table. */
    private interface Value {
        float at(int row, int model);
    }

    private float[] table(Value value) {
        int models = table.models().size();
        float[] values = new float[Math.multiplyExact(table.size(), models)];
        for (int row = 0; row < table.size(); row++) {
            for (int model = 0; model < models; model++) {
                values[row * models + model] = value.at(row, model);
            }
        }
        return values;
    }

    private void told(String step) {
        done++;
        progress.on(step, done, total);
    }

    TrainedRouter train(Hyperparameters fixed, double lambda) {
        Validation.Outcome best = validated(fixed);
        Learner.Fit fit = learner.fit(data, null, best.found(), seed);
        told("learned");
        AmountPredictor cost = table.hasCosts() ? AmountPredictor.fit(data, table(table::cost), seed) : null;
        AmountPredictor tokens =
                table.hasOutputTokens() ? AmountPredictor.fit(data, table(table::outputTokens), seed) : null;
        told("learned costs");
        Predictions heldOut = heldOut(best, cost);
        Calibration calibration = learner.isCalibrated()
                ? Calibration.fit(heldOut.quality(), heldOut.score(), data.models())
                : Calibration.none(data.models());
        for (double[] row : heldOut.quality()) {
            calibration.apply(row);
        }
        double[] meanCost = new double[data.models()];
        Arrays.fill(meanCost, Double.NaN);
        Policy open = new Policy(table.models(), data.means(), cost == null ? meanCost : cost.means(), lambda, 0);
        Policy policy = learner.isCalibrated() ? open.withGate(Gate.choose(heldOut, open)) : open;
        Tradeoff tradeoff = Tradeoff.of(heldOut, policy);
        told("calibrated");
        var description = new TrainedRouter.Description(
                learner.name(),
                best.found().toString(),
                table.models(),
                table.size(),
                seed,
                "",
                RowLabels.of(fit.predictor(), table, data));
        return new TrainedRouter(description, space, fit.predictor(), calibration, cost, tokens, policy, tradeoff);
    }

    private Validation.Outcome validated(Hyperparameters fixed) {
        var choices = new ArrayList<Hyperparameters>();
        for (Hyperparameters settings : learner.grid(data)) {
            Hyperparameters merged = settings;
            for (var entry : fixed.values().entrySet()) {
                merged = merged.with(entry.getKey(), entry.getValue());
            }
            if (!choices.contains(merged)) {
                choices.add(merged);
            }
        }
        total += choices.size();
        var validation = new Validation(learner, data, Folds.ofSome(table, FOLDS, MOST_VALIDATED, seed), FOLDS, seed);
        var outcomes = new ArrayList<Validation.Outcome>();
        for (Hyperparameters settings : choices) {
            Validation.Outcome outcome = validation.of(settings);
            outcomes.add(outcome);
            told(String.format(Locale.ROOT, "validated %s: Brier %.4f", settings, outcome.error()));
        }
        return validation.safest(outcomes);
    }

    private Predictions heldOut(Validation.Outcome best, @Nullable AmountPredictor cost) {
        int rows = best.rows().length;
        int models = data.models();
        double[][] quality = new double[rows][];
        double[][] expected = new double[rows][models];
        double[][] score = new double[rows][models];
        double[][] paid = new double[rows][models];
        for (int i = 0; i < rows; i++) {
            int row = best.rows()[i];
            quality[i] = best.predicted()[i].clone();
            if (cost == null) {
                Arrays.fill(expected[i], Double.NaN);
            } else {
                cost.predict(data.features(row), expected[i]);
            }
            for (int model = 0; model < models; model++) {
                score[i][model] = table.score(row, model);
                paid[i][model] = table.cost(row, model);
            }
        }
        return new Predictions(quality, expected, score, paid);
    }
}
