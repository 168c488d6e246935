package io.llmrouter.learned;

import java.util.List;

/**
 * Why a router chooses as it does.
 *
 * @param chosen the chosen model
 * @param incumbent the best model on average, which is left only for a clear gain
 * @param gain the utility of the best forecast less that of the incumbent; the incumbent is left where it is above the gate
 * @param forecasts what was expected of each model that could be chosen, the highest utility first
 * @param evidence what the prediction rests on; it may quote the query and the training data
 */
public record Explanation(
        String chosen, String incumbent, double gain, List<ModelForecast> forecasts, Evidence evidence) {
    public Explanation {
        forecasts = List.copyOf(forecasts);
    }
}
