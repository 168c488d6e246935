package io.llmrouter.learned.cascade;

import io.llmrouter.learned.data.Leakage;
import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a cascade on a table with scores, costs and verifications: when each model's answer is good enough, so that the
 * lift of the incremental benefit per cost is the greatest ({@link CascadeEvaluation#ibcLift}).
 *
 * <p>The rules of a longer cascade are found from its end: for each model, to ask on means to go through the rest. Rows of
 * the split {@code test} are never learned from; a table without any has a fifth of its rows held out. The same table and
 * seed give the same cascade. Not safe for concurrent use.
 */
public final class CascadeTrainer {
    private static final int FEWEST_ROWS = 10;
    /** Fewer rows than this share prove no gain. */
    private static final double FEWEST_ASKED_ON = 0.01;

    private List<String> models = List.of();
    private CascadeMethod method = CascadeMethod.POMDP;
    private int bins = 8;
    private int samples = 2;
    private double verifierCost = 1;
    private double mostCost = Double.POSITIVE_INFINITY;
    private long seed = 42;

    /** The models in the order in which they are asked; by default all whose answers are verified, and the best one. */
    public CascadeTrainer models(List<String> order) {
        if (order.size() == 1 || order.stream().distinct().count() < order.size()) {
            throw new IllegalArgumentException("models: expected at least two, each once, found " + order);
        }
        this.models = List.copyOf(order);
        return this;
    }

    /** How the rules are chosen; {@link CascadeMethod#POMDP} by default. */
    public CascadeTrainer method(CascadeMethod method) {
        this.method = method;
        return this;
    }

    /** Into how many bins the verifications fall; 8 by default. */
    public CascadeTrainer bins(int bins) {
        if (bins < 2 || bins > EscalationRule.MOST_BINS) {
            throw new IllegalArgumentException("bins: expected 2 to " + EscalationRule.MOST_BINS + ", found " + bins);
        }
        this.bins = bins;
        return this;
    }

    /** How often an answer was verified, and will be; 2 by default. */
    public CascadeTrainer samples(int samples) {
        if (samples < 1 || samples > Verification.MOST_SAMPLES) {
            throw new IllegalArgumentException(
                    "samples: expected 1 to " + Verification.MOST_SAMPLES + ", found " + samples);
        }
        this.samples = samples;
        return this;
    }

    /** What all verifications of an answer cost, as a multiple of what the answer cost; 1 by default. */
    public CascadeTrainer verifierCost(double multiple) {
        if (!(multiple >= 0 && multiple < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("multiple: expected at least 0, found " + multiple);
        }
        this.verifierCost = multiple;
        return this;
    }

    /** The most that a query may cost on average, in the units of the table. */
    public CascadeTrainer mostCost(double most) {
        this.mostCost = most;
        return this;
    }

    public CascadeTrainer seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * What came out.
     *
     * @param cascade the cascade
     * @param heldOut how it does on rows that it has not seen
     * @param notes what was left out or assumed, a line each for people
     */
    public record Result(TrainedCascade cascade, CascadeEvaluation heldOut, List<String> notes) {
        public Result {
            notes = List.copyOf(notes);
        }

        /** Whether it gains more for its cost than its last model alone. */
        public boolean isGood() {
            return heldOut.isGood();
        }
    }

    /**
     * Trains.
     *
     * @throws RoutingDataException if the table lacks what it takes
     */
    public Result train(RoutingTable table) {
        var notes = new ArrayList<>(table.notes());
        RoutingTable test = table.rows(Split.TEST);
        RoutingTable train = table.rowsWhere(row -> table.split(row) != Split.TEST);
        if (test.size() == 0) {
            var random = new SplittableRandom(seed);
            boolean[] held = new boolean[table.size()];
            for (int row = 0; row < held.length; row++) {
                held[row] = random.nextInt(5) == 0;
            }
            test = table.rowsWhere(row -> held[row]);
            train = table.rowsWhere(row -> !held[row]);
            notes.add("The table has no test rows: " + test.size() + " rows were held out");
        }
        Leakage leakage = Leakage.of(train, test);
        if (!leakage.ids().isEmpty()) {
            notes.add(leakage.ids().size() + " rows whose text is also a test query left out");
        }
        TrainedCascade fitted = fit(leakage.clean());
        CascadeEvaluation heldOut = fitted.evaluate(test);
        if (heldOut.left() > 0) {
            notes.add(heldOut.left() + " test rows without a score, a cost or a verification left out");
        }
        return new Result(fitted.withVerdict(heldOut.verdict()), heldOut, notes);
    }

    private TrainedCascade fit(RoutingTable table) {
        List<String> order = models.isEmpty() ? order(table) : models;
        Rows rows = Rows.of(table, order);
        if (rows.size() < FEWEST_ROWS) {
            throw RoutingDataException.of(
                    "table", "at least " + FEWEST_ROWS + " rows to learn from with verifications", rows.size() + "");
        }
        int last = rows.models() - 1;
        double[] quality = rows.quality()[last].clone();
        double[] cost = rows.cost()[last].clone();
        var rules = new ArrayList<EscalationRule>();
        for (int at = last - 1; at >= 0; at--) {
            EscalationRule rule = rule(rows, at, quality, cost);
            rules.add(0, rule);
            for (int row = 0; row < rows.size(); row++) {
                boolean on = rule.escalates(rows.share()[at][row]);
                quality[row] = on ? quality[row] : rows.quality()[at][row];
                cost[row] = rows.cost()[at][row] * (1 + verifierCost) + (on ? cost[row] : 0);
            }
        }
        List<CascadeStep> steps = IntStream.range(0, last)
                .mapToObj(at -> new CascadeStep(order.get(at), rules.get(at)))
                .toList();
        return new TrainedCascade(steps, order.get(last), samples, verifierCost, rows.size(), "");
    }

    /** The best model on average, after the cheaper ones that have verifications. */
    private static List<String> order(RoutingTable table) {
        int[] all = IntStream.range(0, table.models().size()).toArray();
        int best = 0;
        double[] cost = new double[all.length];
        boolean[] verified = new boolean[all.length];
        for (int model : all) {
            best = table.meanScore(model) > table.meanScore(best) ? model : best;
            int column = model;
            cost[model] = IntStream.range(0, table.size())
                    .mapToDouble(row -> table.cost(row, column))
                    .filter(known -> !Double.isNaN(known))
                    .average()
                    .orElse(Double.NaN);
            verified[model] =
                    IntStream.range(0, table.size()).anyMatch(row -> !Float.isNaN(table.verification(row, column)));
        }
        int last = best;
        List<String> order = new ArrayList<>(IntStream.of(all)
                .filter(model -> verified[model] && model != last && !(cost[model] >= cost[last]))
                .boxed()
                .sorted(Comparator.comparingDouble(model -> cost[model]))
                .map(table.models()::get)
                .toList());
        if (order.isEmpty()) {
            throw RoutingDataException.of(
                    "table",
                    "verifications of a model that is cheaper than "
                            + table.models().get(last) + ", the best",
                    "none");
        }
        order.add(table.models().get(last));
        return order;
    }

    /** The rule of one model, given what comes of asking on. */
    private EscalationRule rule(Rows rows, int at, double[] nextQuality, double[] nextCost) {
        double[] share = rows.share()[at];
        double[] own = rows.quality()[at];
        var seen = new Bins(bins, share, own, nextQuality);
        double fewest = Math.max(1, FEWEST_ASKED_ON * share.length);
        boolean[] best = null;
        double greatest = Double.NEGATIVE_INFINITY;
        for (boolean[] proposal : seen.proposals(method)) {
            if (seen.rows(proposal) < fewest) {
                continue;
            }
            double lift = lift(rows, at, proposal, nextQuality, nextCost);
            boolean fewer = best != null && seen.rows(proposal) < seen.rows(best);
            if (lift > greatest || (lift == greatest && fewer)) {
                greatest = lift;
                best = proposal;
            }
        }
        return new EscalationRule(method.label(), orNone(best), seen.quality());
    }

    private boolean[] orNone(boolean @Nullable [] best) {
        return best == null ? new boolean[bins] : best;
    }

    private double lift(Rows rows, int at, boolean[] escalates, double[] nextQuality, double[] nextCost) {
        double[] own = rows.quality()[at];
        double[] price = rows.cost()[at];
        double[] quality = new double[own.length];
        double[] cost = new double[own.length];
        for (int row = 0; row < own.length; row++) {
            boolean on = escalates[EscalationRule.bin(rows.share()[at][row], bins)];
            quality[row] = on ? nextQuality[row] : own[row];
            cost[row] = price[row] * (1 + verifierCost) + (on ? nextCost[row] : 0);
        }
        var mixed = new CascadeEvaluation.Result("", Replay.mean(quality), Replay.mean(cost));
        if (mixed.cost() > mostCost) {
            return Double.NEGATIVE_INFINITY;
        }
        return Lift.of(
                mixed,
                new CascadeEvaluation.Result("", Replay.mean(own), Replay.mean(price)),
                new CascadeEvaluation.Result("", Replay.mean(nextQuality), Replay.mean(nextCost)));
    }
}
