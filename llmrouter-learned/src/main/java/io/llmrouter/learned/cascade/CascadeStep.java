package io.llmrouter.learned.cascade;

import java.util.Objects;

/**
 * A model of a cascade whose answers are verified.
 *
 * @param model the model's name in the training data
 * @param rule when the next model is asked
 */
public record CascadeStep(String model, EscalationRule rule) {
    public CascadeStep {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(rule, "rule");
    }
}
