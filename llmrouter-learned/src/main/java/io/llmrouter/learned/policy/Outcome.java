package io.llmrouter.learned.policy;

/**
 * What choosing in a certain way comes to.
 *
 * @param lambda the weight of costs
 * @param quality the mean score
 * @param cost the mean cost in USD; {@link Double#NaN} if unknown
 * @param strongShare the share of calls to the best model on average, from 0 to 1
 */
public record Outcome(double lambda, double quality, double cost, double strongShare) {

    /** The outcome of choices, over the queries for which there was one. */
    static Outcome of(double lambda, Predictions data, int[] choices, int strong) {
        double quality = 0;
        double cost = 0;
        int priced = 0;
        int calls = 0;
        int strongCalls = 0;
        for (int row = 0; row < choices.length; row++) {
            int choice = choices[row];
            if (choice < 0) {
                continue;
            }
            calls++;
            quality += data.score()[row][choice];
            double usd = data.paid()[row][choice];
            if (!Double.isNaN(usd)) {
                cost += usd;
                priced++;
            }
            strongCalls += choice == strong ? 1 : 0;
        }
        return new Outcome(
                lambda,
                calls == 0 ? 0 : quality / calls,
                priced == 0 ? Double.NaN : cost / priced,
                calls == 0 ? 0 : (double) strongCalls / calls);
    }
}
