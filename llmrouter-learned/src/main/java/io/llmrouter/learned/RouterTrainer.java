package io.llmrouter.learned;

import io.llmrouter.learned.data.Leakage;
import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.Split;
import io.llmrouter.learned.evaluate.Evaluation;
import io.llmrouter.learned.evaluate.Evaluator;
import io.llmrouter.learned.policy.Policy;
import io.llmrouter.learned.predict.Hyperparameters;
import io.llmrouter.learned.predict.Learner;
import io.llmrouter.learned.predict.Learners;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trains a router on a table of scores and judges it on rows that it has not seen.
 *
 * <p>Rows of the split {@code test} are never learned from; a table without any has a fifth of its rows, chosen by their
 * text, held out. Rows to learn from whose text is also a test query are left out. Settings, calibration, the gate and the
 * trade-off of quality and cost are all chosen by cross-validation inside the training rows. The same table and seed give
 * the same router. A trainer is not safe for concurrent use; a training uses all processors.
 */
public final class RouterTrainer {
    private static final int FEWEST_ROWS = 10;
    private static final int HELD_OUT_FOLDS = 5;

    private final Learner learner;
    private final Map<String, Double> fixed = new LinkedHashMap<>();
    private TrainingProgress progress = TrainingProgress.NONE;
    private long seed = 42;
    private boolean keepLeaks;
    private int characters;
    private double lambda;
    private boolean bestLabels;

    private RouterTrainer(Learner learner) {
        this.learner = learner;
    }

    /** The names of the learners, the default first. */
    public static List<String> learners() {
        return Learners.names();
    }

    /** Other names of learners, such as {@code dcrouter}. */
    public static Set<String> aliases() {
        return Learners.aliases();
    }

    /** The name of a learner that is given by its name or by an alias, in any case; empty if there is none. */
    public static Optional<String> canonicalName(String learner) {
        return Learners.named(learner).map(Learner::name);
    }

    /**
     * Begins with a learner.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static RouterTrainer of(String learner) {
        return new RouterTrainer(Learners.named(learner)
                .orElseThrow(() -> new IllegalArgumentException(
                        "learner: expected one of " + Learners.names() + ", found \"" + learner + "\"")));
    }

    public RouterTrainer seed(long seed) {
        this.seed = seed;
        return this;
    }

    public RouterTrainer progress(TrainingProgress progress) {
        this.progress = progress;
        return this;
    }

    /** Fixes a setting of the learner, such as {@code k}, instead of choosing it by validation. */
    public RouterTrainer setting(String name, double value) {
        fixed.put(name, value);
        return this;
    }

    /** Learns from rows whose text is also a test query too; the result is then too good. */
    public RouterTrainer keepLeaks(boolean keep) {
        this.keepLeaks = keep;
        return this;
    }

    /** Uses character n-grams of that length, up to 16, beside words; 0 for none, the default. */
    public RouterTrainer characterNgrams(int length) {
        if (length < 0 || length > 16) {
            throw new IllegalArgumentException("length: expected 0 to 16, found " + length);
        }
        this.characters = length;
        return this;
    }

    /** The weight of costs with which the router is saved: 0, the default, for the best quality. */
    public RouterTrainer lambda(double lambda) {
        this.lambda = lambda;
        return this;
    }

    /**
     * Learns which model is the best, the first of those on a tie, instead of each model's score: the target of other
     * versions. It throws most of the signal away; the gate is then 0.
     */
    public RouterTrainer bestLabels(boolean only) {
        this.bestLabels = only;
        return this;
    }

    /**
     * Trains.
     *
     * @throws RoutingDataException if the table cannot be learned from: fewer than two models or ten rows
     */
    public TrainingResult train(RoutingTable table) {
        if (table.models().size() < 2) {
            throw RoutingDataException.of("table", "at least 2 models to choose among", table.models() + "");
        }
        RoutingTable test = table.rows(Split.TEST);
        RoutingTable train = table.rowsWhere(row -> table.split(row) != Split.TEST);
        var notes = new ArrayList<String>();
        if (test.size() == 0) {
            Folds folds = Folds.of(table, HELD_OUT_FOLDS, ~seed);
            test = table.pick(folds.in(0, Integer.MAX_VALUE));
            train = table.pick(folds.outside(0));
            notes.add("The table has no test rows: " + test.size() + " rows were held out");
        }
        Leakage leakage = Leakage.of(train, test);
        if (!leakage.ids().isEmpty()) {
            notes.add(leakage.ids().size() + " rows whose text is also a test query "
                    + (keepLeaks ? "kept: the result is too good" : "left out"));
        }
        RoutingTable clean = keepLeaks ? train : leakage.clean();
        if (clean.size() < FEWEST_ROWS || test.size() == 0) {
            throw tooFew(clean.size(), test.size(), train.size() - clean.size());
        }
        RoutingTable scored = clean.withScoredModels();
        if (scored.models().size() < 2) {
            throw RoutingDataException.of(
                    "table", "scores of at least 2 models in the rows to learn from", "scores of " + scored.models());
        }
        notes.addAll(0, scored.notes());
        if (!scored.unpricedModels().isEmpty()) {
            notes.add("No cost is known of " + scored.unpricedModels()
                    + ": it counts as that of the dearest model, and what is saved is not computed");
        }
        return judged(fit(scored), test.withModels(scored.models()), leakage, notes);
    }

    private static RoutingDataException tooFew(int train, int test, int leaks) {
        return RoutingDataException.of(
                "table",
                "at least " + FEWEST_ROWS + " rows to learn from and one to judge by",
                train + " and " + test
                        + (leaks > 0 ? ", and " + leaks + " whose text is also a test query" : "")
                        + (test == 0 ? "; rows of the same text stay together" : "")
                        + (train == 0 && leaks == 0 ? "; all are of the split test" : ""));
    }

    private TrainingResult judged(TrainedRouter router, RoutingTable test, Leakage leakage, List<String> notes) {
        Evaluation heldOut = Evaluator.evaluate(router, test, seed);
        return new TrainingResult(router.withVerdict(heldOut.verdict()), heldOut, leakage, notes);
    }

    private TrainedRouter fit(RoutingTable table) {
        RoutingTable targets = bestLabels ? table.withBestLabels() : table;
        var run = new TrainingRun(learner, targets, characters, seed, progress);
        TrainedRouter router = run.train(new Hyperparameters(fixed), lambda);
        return bestLabels ? router.withPolicy(byScores(router.policy(), table)) : router;
    }

    /** The policy of a router of labels, which must still know the best single model by its scores. */
    private Policy byScores(Policy policy, RoutingTable table) {
        double[] means = new double[table.models().size()];
        Arrays.setAll(means, table::meanScore);
        return new Policy(table.models(), means, policy.meanCosts(), lambda, 0);
    }
}
