package io.llmrouter.learned.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How good a router is on a table, against the best single model, the zero router and the oracle.
 *
 * <p>The best single model is the one with the best mean score in the training data: what one would call without a router. The zero router mixes
 * single models at random: the hull of their costs and qualities. The oracle knows all scores.
 *
 * @param learner the learner's name
 * @param rows the rows that were scored
 * @param accuracy the mean score at lambda 0
 * @param accuracyError the standard error of the accuracy
 * @param bestSingle the name of the best single model
 * @param bestSingleQuality its mean score
 * @param gain accuracy less the best single model's, paired by query
 * @param gainError the standard error of the gain
 * @param random the mean score of a model chosen at random
 * @param oracle the mean of the best score of each query
 * @param money what it saves; {@code null} if no cost is known
 * @param twoModels APGR and CPT; {@code null} unless there are just two models
 * @param reliability Brier score and calibration error
 * @param shares the share of calls of each model at lambda 0
 * @param tasks the results by task
 */
public record Evaluation(
        String learner,
        int rows,
        Interval accuracy,
        double accuracyError,
        String bestSingle,
        double bestSingleQuality,
        Interval gain,
        double gainError,
        double random,
        double oracle,
        @Nullable Money money,
        @Nullable TwoModels twoModels,
        Reliability reliability,
        Map<String, Double> shares,
        List<TaskResult> tasks) {
    public Evaluation {
        shares = Map.copyOf(shares);
        tasks = List.copyOf(tasks);
    }

    /**
     * Quality against cost.
     *
     * @param aiq the average improvement in quality: the area under the router's hull over the costs of the single models,
     *     divided by their range
     * @param zeroAiq the zero router's
     * @param oracleAiq the oracle's
     * @param saved100 the share of the best single model's cost that is saved at its quality; below 0 if its quality is
     *     not reached, {@link Double#NaN} if it costs nothing
     * @param saved95 the same at 95 % of its quality
     * @param cost the mean cost in USD at lambda 0
     * @param lambda the weight of costs with which the router decides
     * @param own its mean cost and quality at that weight
     * @param points the router's cost and quality for each weight of costs
     * @param hull the corners of the router's hull
     * @param zeroHull those of the zero router's
     * @param singles the cost and quality of each single model, by name
     */
    public record Money(
            Interval aiq,
            double zeroAiq,
            double oracleAiq,
            double saved100,
            double saved95,
            double cost,
            double lambda,
            CostQualityHull.Point own,
            List<CostQualityHull.Point> points,
            List<CostQualityHull.Point> hull,
            List<CostQualityHull.Point> zeroHull,
            Map<String, CostQualityHull.Point> singles) {
        public Money {
            points = List.copyOf(points);
            hull = List.copyOf(hull);
            zeroHull = List.copyOf(zeroHull);
            singles = Map.copyOf(singles);
        }
    }

    /** What it saves, if costs are known. */
    public Optional<Money> moneyIfKnown() {
        return Optional.ofNullable(money);
    }

    /** APGR and CPT, if there are just two models. */
    public Optional<TwoModels> twoModelsIfAny() {
        return Optional.ofNullable(twoModels);
    }

    /** Whether the router is better than the best single model and, where costs are known, than the zero router. */
    public boolean isGood() {
        return gain.value() > 0 && (money == null || money.aiq().value() > money.zeroAiq());
    }

    /** How it did, in plain words. */
    public String verdict() {
        String against = String.format(
                Locale.ROOT,
                "%.1f %% against %.1f %% for always calling %s (difference %+.1f, standard error %.1f)",
                100 * accuracy.value(),
                100 * bestSingleQuality,
                bestSingle,
                100 * gain.value(),
                100 * gainError);
        if (!(gain.value() > 0)) {
            return "It does not beat the best single model: " + against + ".";
        }
        if (money != null && !(money.aiq().value() > money.zeroAiq())) {
            return String.format(
                    Locale.ROOT,
                    "It beats the best single model, %s, but not the zero router: AIQ %.3f against %.3f.",
                    against,
                    money.aiq().value(),
                    money.zeroAiq());
        }
        String sure = gain.low() > 0 ? "" : ", which may be chance";
        return "It beats the best single model" + sure + ": " + against + ".";
    }
}
