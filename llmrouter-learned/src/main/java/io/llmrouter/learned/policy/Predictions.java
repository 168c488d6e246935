package io.llmrouter.learned.policy;

/**
 * Predictions beside what came true, a row a query.
 *
 * <p>The arrays are shared, not copied: they are large. Treat as immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // matrices that are passed along, never compared
public record Predictions(double[][] quality, double[][] cost, double[][] score, double[][] paid) {
    public Predictions {
        if (quality.length != score.length || cost.length != score.length || paid.length != score.length) {
            throw new IllegalArgumentException("predictions: expected as many rows of each");
        }
    }

    /** The number of queries. */
    public int rows() {
        return score.length;
    }

    /** The number of models. */
    public int models() {
        return score.length == 0 ? 0 : score[0].length;
    }

    /** Whether what was paid is known for at least one call. */
    public boolean hasCosts() {
        for (double[] row : paid) {
            for (double usd : row) {
                if (!Double.isNaN(usd)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The model that a policy chooses for each query among those that were tried. */
    public int[] choices(Policy policy) {
        int[] choices = new int[rows()];
        for (int row = 0; row < choices.length; row++) {
            double[] scores = score[row];
            choices[row] = policy.choose(quality[row], cost[row], model -> !Double.isNaN(scores[model]));
        }
        return choices;
    }
}
