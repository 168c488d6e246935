package io.llmrouter.learned.policy;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Chooses a model by what was predicted.
 *
 * <p>The utility of model m is U_m = p_m - lambda * c_m / C_ref, with C_ref the mean cost of the dearest model; ties go to
 * the cheaper model, then by name. The incumbent is the model of the best utility on average; it is left only for one
 * whose utility for this query is higher by more than the gate: a router that has learned nothing does no harm.
 * Immutable.
 */
public final class Policy {
    private static final double TIE = 1e-12;

    private final List<String> models;
    private final double[] meanQuality;
    private final double[] meanCost;
    private final double referenceCost;
    private final double lambda;
    private final double gate;

    /**
     * Creates a policy.
     *
     * @param models the names, by which ties are broken
     * @param meanQuality the mean quality of each model in the training data
     * @param meanCost the mean cost of each in USD; {@link Double#NaN} if unknown
     * @param lambda how much quality one C_ref is worth, at least 0
     * @param gate the least gain for which the incumbent is left, at least 0
     */
    public Policy(List<String> models, double[] meanQuality, double[] meanCost, double lambda, double gate) {
        if (!(lambda >= 0) || !(gate >= 0)) {
            throw new IllegalArgumentException("lambda, gate: expected numbers of at least 0");
        }
        this.models = List.copyOf(models);
        this.meanQuality = meanQuality.clone();
        this.meanCost = meanCost.clone();
        this.lambda = lambda;
        this.gate = gate;
        double dearest = 0;
        for (double cost : meanCost) {
            dearest = Math.max(dearest, Double.isNaN(cost) ? 0 : cost);
        }
        this.referenceCost = dearest;
    }

    public double lambda() {
        return lambda;
    }

    public double gate() {
        return gate;
    }

    /** The mean cost of the dearest model in USD; 0 if no cost is known. */
    public double referenceCost() {
        return referenceCost;
    }

    /** The mean quality of a model in the training data. */
    public double meanQuality(int model) {
        return meanQuality[model];
    }

    /** The mean cost of a model in USD; {@link Double#NaN} if unknown. */
    public double meanCost(int model) {
        return meanCost[model];
    }

    /** The mean costs of all models in USD. */
    public double[] meanCosts() {
        return meanCost.clone();
    }

    /** The same policy with another weight of costs. */
    public Policy withLambda(double other) {
        return new Policy(models, meanQuality, meanCost, other, gate);
    }

    /** The same policy with another gate. */
    public Policy withGate(double other) {
        return new Policy(models, meanQuality, meanCost, lambda, other);
    }

    /** The utility of a quality at a cost. A cost that is unknown counts as that of the dearest model. */
    public double utility(double quality, double cost) {
        if (lambda == 0 || referenceCost == 0) {
            return quality;
        }
        return quality - lambda * (Double.isNaN(cost) ? 1 : cost / referenceCost);
    }

    /** The best model on average, among those allowed; -1 if none is. */
    public int incumbent(IntPredicate allowed) {
        return best(meanQuality, meanCost, allowed);
    }

    /**
     * Chooses a model for a query.
     *
     * @param quality the predicted quality of each model
     * @param cost the predicted cost of each in USD
     * @param allowed which models may be chosen
     * @return the position of the model; -1 if none is allowed
     */
    public int choose(double[] quality, double[] cost, IntPredicate allowed) {
        int incumbent = incumbent(allowed);
        int best = best(quality, cost, allowed);
        if (best < 0 || best == incumbent) {
            return best;
        }
        double gain = utility(quality[best], cost[best]) - utility(quality[incumbent], cost[incumbent]);
        return gate == 0 || gain > gate ? best : incumbent;
    }

    private int best(double[] quality, double[] cost, IntPredicate allowed) {
        int best = -1;
        double bestUtility = 0;
        for (int model = 0; model < quality.length; model++) {
            if (!allowed.test(model)) {
                continue;
            }
            double utility = utility(quality[model], cost[model]);
            if (best < 0
                    || utility > bestUtility + TIE
                    || (utility >= bestUtility - TIE && comesBefore(model, best, cost))) {
                best = model;
                bestUtility = utility;
            }
        }
        return best;
    }

    private boolean comesBefore(int model, int other, double[] cost) {
        int cheaper = Double.compare(cost[model], cost[other]);
        return cheaper < 0 || (cheaper == 0 && models.get(model).compareTo(models.get(other)) < 0);
    }

    /** Writes all but the names. */
    public void save(ModelOutput out) {
        out.reals(meanQuality);
        out.reals(meanCost);
        out.real(lambda);
        out.real(gate);
    }

    /** Reads what {@link #save} wrote. */
    public static Policy read(ModelInput in, List<String> models) {
        double[] quality = in.reals(models.size());
        double[] cost = in.reals(models.size());
        double lambda = in.real();
        double gate = in.real();
        in.expect(lambda >= 0 && gate >= 0, "lambda and gate of at least 0", lambda + " and " + gate);
        return new Policy(models, quality, cost, lambda, gate);
    }
}
