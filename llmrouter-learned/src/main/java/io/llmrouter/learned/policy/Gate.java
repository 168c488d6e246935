package io.llmrouter.learned.policy;

/** Chooses how much better a model must look before the incumbent is left. */
public final class Gate {
    private static final int STEPS = 12;
    private static final double STEP = 0.01;
    private static final double USUAL = 0.001;

    private Gate() {}

    /**
     * Chooses among the gates from 0 to 0.12 by held-out predictions at lambda 0.
     *
     * <p>It is 0.001, which models that are equal do not exceed, unless another gate scores better by more than two standard errors of the difference: the differences
     * between gates are mostly noise, the best of thirteen looks better than it is, and calibration has drawn differences
     * between models to what held-out rows show of them.
     */
    public static double choose(Predictions data, Policy policy) {
        Policy free = policy.withLambda(0);
        int[] usual = data.choices(free.withGate(USUAL));
        double best = USUAL;
        double most = 0;
        for (int i = STEPS; i >= 0; i--) {
            Gain gain = Gain.of(data, data.choices(free.withGate(i * STEP)), usual);
            if (gain.mean > 2 * gain.error && gain.mean > most) {
                most = gain.mean;
                best = i * STEP;
            }
        }
        return best;
    }

    /** How much one way of choosing scores more than another, with its standard error. */
    private record Gain(double mean, double error) {
        static Gain of(Predictions data, int[] choices, int[] others) {
            double sum = 0;
            double squares = 0;
            int rows = 0;
            for (int row = 0; row < choices.length; row++) {
                if (choices[row] >= 0 && others[row] >= 0) {
                    double gain = data.score()[row][choices[row]] - data.score()[row][others[row]];
                    sum += gain;
                    squares += gain * gain;
                    rows++;
                }
            }
            double mean = rows == 0 ? 0 : sum / rows;
            double variance = rows == 0 ? 0 : squares / rows - mean * mean;
            return new Gain(mean, Math.sqrt(Math.max(0, variance) / Math.max(1, rows)));
        }
    }
}
