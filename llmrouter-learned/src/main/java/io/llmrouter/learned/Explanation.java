package io.llmrouter.learned;

import java.util.List;

/**
 * Why a router chose as it did.
 *
 * @param chosen the chosen model
 * @param incumbent the best model on average, which is left only for a clear gain
 * @param forecasts what was expected of each model, the highest utility first
 * @param evidence what the chosen model's prediction rests on, a line each: words of the query or rows of the training
 *     data; it may quote the query
 */
public record Explanation(String chosen, String incumbent, List<ModelForecast> forecasts, List<String> evidence) {
    public Explanation {
        forecasts = List.copyOf(forecasts);
        evidence = List.copyOf(evidence);
    }
}
