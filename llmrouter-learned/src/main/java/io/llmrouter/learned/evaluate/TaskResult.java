package io.llmrouter.learned.evaluate;

import java.util.Map;

/**
 * How a router did on one task.
 *
 * @param task the name of the task; may be empty
 * @param rows the queries
 * @param quality the router's mean score
 * @param bestSingle the mean score of the model that is the best on all tasks together
 * @param oracle the mean of the best score of each query
 * @param calls how often each model was chosen, by name
 */
public record TaskResult(
        String task, int rows, double quality, double bestSingle, double oracle, Map<String, Integer> calls) {
    public TaskResult {
        calls = Map.copyOf(calls);
    }
}
