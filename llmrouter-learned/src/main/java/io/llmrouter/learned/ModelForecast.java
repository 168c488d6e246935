package io.llmrouter.learned;

/**
 * What is expected of a model for a query.
 *
 * @param model the name of the model in the training data
 * @param quality the predicted score, from 0 to 1
 * @param cost the predicted cost in USD; {@link Double#NaN} if nothing is known of costs
 * @param utility quality less the weighted cost: what the policy compares
 */
public record ModelForecast(String model, double quality, double cost, double utility) {}
