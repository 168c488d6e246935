package io.llmrouter.learned.strategy;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.learned.cascade.EscalationRule;

/**
 * A model of a cascade as it is configured.
 *
 * @param model asks it
 * @param verifier asks whoever verifies its answers
 * @param rule when the next model is asked
 */
record CascadeStage(ModelInfo info, ChatModel model, ChatModel verifier, EscalationRule rule) {
    String name() {
        return info.name();
    }
}
