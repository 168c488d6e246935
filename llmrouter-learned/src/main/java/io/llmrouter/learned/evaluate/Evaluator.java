package io.llmrouter.learned.evaluate;

import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.policy.Policy;
import io.llmrouter.learned.policy.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Judges routers on tables. Rows that are marked as not to be scored are left out. Stateless. */
public final class Evaluator {
    private static final int RESAMPLES = 500;

    private Evaluator() {}

    /**
     * Judges a router on all rows of a table.
     *
     * @param seed for the bootstrap
     * @throws RoutingDataException if the table has no row with a score of one of the router's models
     */
    public static Evaluation evaluate(Evaluable router, RoutingTable table, long seed) {
        RoutingTable scored = table.rowsWhere(row -> !table.isUnscored(row) && isTried(router, table, row));
        if (scored.size() == 0) {
            throw RoutingDataException.of(
                    "table", "rows with a score of one of the models " + router.models(), "models " + table.models());
        }
        return new Evaluator.Run(router, scored, router.predictions(scored), seed).evaluation();
    }

    private static boolean isTried(Evaluable router, RoutingTable table, int row) {
        for (int column = 0; column < table.models().size(); column++) {
            if (router.models().contains(table.models().get(column)) && !Float.isNaN(table.score(row, column))) {
                return true;
            }
        }
        return false;
    }

    /** One evaluation. */
    private static final class Run {
        private final Evaluable router;
        private final RoutingTable table;
        private final Predictions data;
        private final Singles singles;
        private final int[] choices;
        private final int[][] resamples;

        Run(Evaluable router, RoutingTable table, Predictions data, long seed) {
            this.router = router;
            this.table = table;
            this.data = data;
            this.singles = Singles.of(data);
            this.choices = data.choices(router.policy().withLambda(0));
            this.resamples = resamples(data.rows(), seed);
        }

        private static int[][] resamples(int rows, long seed) {
            var random = new SplittableRandom(seed);
            // Beyond some ten thousand rows the interval is narrow and a smaller number of resamples shows it.
            int count = Math.max(50, Math.min(RESAMPLES, 5_000_000 / Math.max(1, rows)));
            int[][] resamples = new int[count][rows];
            for (int[] resample : resamples) {
                for (int i = 0; i < rows; i++) {
                    resample[i] = random.nextInt(rows);
                }
            }
            return resamples;
        }

        Evaluation evaluation() {
            int best = best();
            double[] own = new double[data.rows()];
            double[] gains = new double[data.rows()];
            double random = 0;
            double oracle = 0;
            for (int row = 0; row < own.length; row++) {
                double[] scores = data.score()[row];
                own[row] = scores[choices[row]];
                gains[row] = own[row] - scores[best];
                random += Singles.meanOf(scores) / own.length;
                oracle += Singles.mostOf(scores) / own.length;
            }
            return new Evaluation(
                    router.learner(),
                    data.rows(),
                    bootstrapped(own),
                    standardError(own),
                    router.models().get(best),
                    singles.quality(best),
                    bootstrapped(gains),
                    standardError(gains),
                    random,
                    oracle,
                    money(),
                    twoModels(),
                    Reliability.of(data.quality(), data.score()),
                    shares(),
                    tasks(best));
        }

        /** The model that is the best in the training data, of those that the table has. */
        private int best() {
            return router.policy().withLambda(0).incumbent(singles::isTried);
        }

        private Interval bootstrapped(double[] values) {
            double[] means = new double[resamples.length];
            for (int i = 0; i < means.length; i++) {
                double sum = 0;
                int count = 0;
                for (int row : resamples[i]) {
                    if (!Double.isNaN(values[row])) {
                        sum += values[row];
                        count++;
                    }
                }
                means[i] = count == 0 ? 0 : sum / count;
            }
            return Interval.of(Singles.meanOf(values), means);
        }

        private static double standardError(double[] values) {
            double mean = Singles.meanOf(values);
            double squares = 0;
            int count = 0;
            for (double value : values) {
                if (!Double.isNaN(value)) {
                    squares += (value - mean) * (value - mean);
                    count++;
                }
            }
            return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1) / count);
        }

        private Evaluation.@Nullable Money money() {
            if (!data.hasCosts() || !singles.allPriced()) {
                return null;
            }
            Sweep own = Sweep.of(data, router.policy());
            var knowing = new Predictions(data.score(), data.paid(), data.score(), data.paid());
            Policy free = router.policy().withGate(0);
            double from = singles.leastCost();
            double to = singles.mostCost();
            CostQualityHull hull = CostQualityHull.of(own.points(null));
            CostQualityHull zero = CostQualityHull.of(singles.points());
            double[] resampled = new double[resamples.length];
            for (int i = 0; i < resampled.length; i++) {
                resampled[i] = CostQualityHull.of(own.points(resamples[i])).meanQuality(from, to);
            }
            int best = best();
            Map<String, CostQualityHull.Point> byName = new LinkedHashMap<>();
            singles.tried().forEach(model -> byName.put(router.models().get(model), singles.point(model)));
            return new Evaluation.Money(
                    Interval.of(hull.meanQuality(from, to), resampled),
                    zero.meanQuality(from, to),
                    CostQualityHull.of(Sweep.of(knowing, free).points(null)).meanQuality(from, to),
                    saved(hull, 1, best),
                    saved(hull, 0.95, best),
                    own.points(null).get(0).cost(),
                    router.policy().lambda(),
                    decided(),
                    own.points(null),
                    hull.points(),
                    zero.points(),
                    byName);
        }

        /** What the router comes to with its own weight of costs. */
        private CostQualityHull.Point decided() {
            int[] decided = data.choices(router.policy());
            double[] quality = new double[decided.length];
            double[] cost = new double[decided.length];
            for (int row = 0; row < decided.length; row++) {
                quality[row] = data.score()[row][decided[row]];
                cost[row] = data.paid()[row][decided[row]];
            }
            return new CostQualityHull.Point(Singles.meanOf(cost), Singles.meanOf(quality));
        }

        private double saved(CostQualityHull hull, double share, int best) {
            double cost = hull.cost(share * singles.quality(best)).orElse(Double.POSITIVE_INFINITY);
            if (singles.cost(best) == 0) {
                return Double.NaN;
            }
            return Double.isInfinite(cost) ? -1 : 1 - cost / singles.cost(best);
        }

        private @Nullable TwoModels twoModels() {
            if (data.models() != 2) {
                return null;
            }
            int strong = best();
            int weak = 1 - strong;
            int[] rows = IntStream.range(0, data.rows())
                    .filter(row -> !Double.isNaN(data.score()[row][0]) && !Double.isNaN(data.score()[row][1]))
                    .toArray();
            if (rows.length == 0) {
                return null;
            }
            double[] margin = new double[rows.length];
            double[] strongScores = new double[rows.length];
            double[] weakScores = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                margin[i] = data.quality()[rows[i]][strong] - data.quality()[rows[i]][weak];
                strongScores[i] = data.score()[rows[i]][strong];
                weakScores[i] = data.score()[rows[i]][weak];
            }
            return TwoModels.of(margin, strongScores, weakScores);
        }

        private Map<String, Double> shares() {
            Map<String, Double> shares = new LinkedHashMap<>();
            for (int choice : choices) {
                shares.merge(router.models().get(choice), 1.0 / choices.length, Double::sum);
            }
            return shares;
        }

        private List<TaskResult> tasks(int best) {
            Map<String, List<Integer>> rows = new TreeMap<>();
            for (int row = 0; row < data.rows(); row++) {
                rows.computeIfAbsent(table.task(row), task -> new ArrayList<>()).add(row);
            }
            var results = new ArrayList<TaskResult>();
            rows.forEach((task, members) -> results.add(task(task, members, best)));
            return results;
        }

        private TaskResult task(String task, List<Integer> rows, int best) {
            double own = 0;
            double oracle = 0;
            double[] single = new double[rows.size()];
            Map<String, Integer> calls = new LinkedHashMap<>();
            for (int i = 0; i < single.length; i++) {
                double[] scores = data.score()[rows.get(i)];
                int choice = choices[rows.get(i)];
                own += scores[choice] / single.length;
                oracle += Singles.mostOf(scores) / single.length;
                single[i] = scores[best];
                calls.merge(router.models().get(choice), 1, Integer::sum);
            }
            return new TaskResult(task, single.length, own, Singles.meanOf(single), oracle, calls);
        }
    }
}
