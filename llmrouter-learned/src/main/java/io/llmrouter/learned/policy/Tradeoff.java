package io.llmrouter.learned.policy;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What each weight of costs came to on calibration data: knobs that people understand are compiled to lambda with it.
 * Immutable.
 *
 * @param bestQuality the mean quality of the best single model on the same data
 * @param outcomes the outcomes by rising lambda, the first at 0
 */
public record Tradeoff(double bestQuality, List<Outcome> outcomes) {
    private static final double LEAST = 1e-4;
    private static final double MOST = 1e4;
    private static final int STEPS = 80;

    public Tradeoff {
        outcomes = List.copyOf(outcomes);
    }

    /** The weights of costs that are tried: 0 and eighty from 0.0001 to 10,000 in equal ratios. */
    public static double[] lambdas() {
        double[] lambdas = new double[STEPS + 1];
        for (int i = 0; i < STEPS; i++) {
            lambdas[i + 1] = LEAST * Math.pow(MOST / LEAST, i / (STEPS - 1.0));
        }
        return lambdas;
    }

    /** Tries all weights on calibration data. */
    public static Tradeoff of(Predictions data, Policy policy) {
        int strong = policy.withLambda(0).incumbent(model -> true);
        var outcomes = new ArrayList<Outcome>();
        for (double lambda : lambdas()) {
            outcomes.add(Outcome.of(lambda, data, data.choices(policy.withLambda(lambda)), strong));
            if (!data.hasCosts()) {
                break;
            }
        }
        double sum = 0;
        int count = 0;
        for (double[] row : data.score()) {
            if (!Double.isNaN(row[strong])) {
                sum += row[strong];
                count++;
            }
        }
        return new Tradeoff(count == 0 ? 0 : sum / count, outcomes);
    }

    /** The cheapest that keeps a share of the best model's quality, such as 0.95; if none does, lambda 0. */
    public Outcome minQualityVsBest(double share) {
        return last(outcome -> outcome.quality() >= share * bestQuality);
    }

    /** The best whose mean cost is at most that many USD; if none is, the cheapest. */
    public Outcome maxCostPerQuery(double usd) {
        for (Outcome outcome : outcomes) {
            if (outcome.cost() <= usd) {
                return outcome;
            }
        }
        return outcomes.get(outcomes.size() - 1);
    }

    /** The one that calls the strongest model nearest to that share of the time. */
    public Outcome targetStrongShare(double share) {
        return nearest(outcome -> Math.abs(outcome.strongShare() - share));
    }

    private Outcome last(Predicate<Outcome> test) {
        Outcome found = outcomes.get(0);
        for (Outcome outcome : outcomes) {
            if (test.test(outcome)) {
                found = outcome;
            }
        }
        return found;
    }

    private Outcome nearest(ToDoubleFunction<Outcome> distance) {
        Outcome found = outcomes.get(0);
        for (Outcome outcome : outcomes) {
            if (distance.applyAsDouble(outcome) < distance.applyAsDouble(found)) {
                found = outcome;
            }
        }
        return found;
    }

    /** Writes all. */
    public void save(ModelOutput out) {
        out.real(bestQuality);
        out.integer(outcomes.size());
        for (Outcome outcome : outcomes) {
            out.reals(new double[] {outcome.lambda(), outcome.quality(), outcome.cost(), outcome.strongShare()});
        }
    }

    /** Reads what {@link #save} wrote. */
    public static Tradeoff read(ModelInput in) {
        double best = in.real();
        int count = in.integer();
        in.expect(count > 0 && count <= 10_000, "1 to 10,000 outcomes", count + "");
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < count; i++) {
            double[] values = in.reals(4);
            outcomes.add(new Outcome(values[0], values[1], values[2], values[3]));
        }
        return new Tradeoff(best, outcomes);
    }
}
