package io.llmrouter.learned.cascade;

import java.util.List;
import java.util.Locale;

/**
 * How a cascade did. Qualities go from 0 to 1; costs are those of the table, and those of its verifications.
 *
 * @param rows the rows that were judged
 * @param left the rows that lacked a score, a cost or a verification
 * @param first the first model alone
 * @param last the last model alone
 * @param best the best single model of the cascade
 * @param cascade the cascade
 * @param standardError of the quality's paired difference to the best single model
 * @param shares which share of the rows each model answered, in the order in which they are asked
 */
public record CascadeEvaluation(
        int rows,
        int left,
        Result first,
        Result last,
        Result best,
        Result cascade,
        double standardError,
        List<Double> shares) {
    public CascadeEvaluation {
        shares = List.copyOf(shares);
    }

    /**
     * Mean quality and cost of a model or of the cascade.
     *
     * @param name the model's name
     */
    public record Result(String name, double quality, double cost) {}

    /**
     * The lift of the incremental benefit per cost: how much more quality a unit of cost buys, above the first model, than
     * where the last model answers all; 0.5 is half as much again. {@link Double#NaN} if the last model is no better or no
     * dearer than the first, or the cascade costs no more.
     */
    public double ibcLift() {
        return Lift.of(cascade, first, last);
    }

    /** Whether a unit of cost buys more quality than with the last model alone. */
    public boolean isGood() {
        return ibcLift() > 0;
    }

    /** The result in a sentence. */
    public String verdict() {
        double lift = ibcLift();
        String figures = String.format(
                Locale.ROOT,
                "quality %.4f at %.3g a query against %.4f at %.3g of %s and %.4f at %.3g of %s",
                cascade.quality(),
                cascade.cost(),
                first.quality(),
                first.cost(),
                first.name(),
                last.quality(),
                last.cost(),
                last.name());
        if (Double.isNaN(lift)) {
            return "It gains nothing above its first model: " + figures;
        }
        return String.format(
                Locale.ROOT,
                "%s: an IBC lift of %.3f, %s",
                isGood() ? "It gains more for its cost than the last model alone" : "It is no gain for its cost",
                lift,
                figures);
    }
}
