package io.llmrouter.core.memory;

/**
 * A decision that was made earlier, on a message that resembles the one at hand.
 *
 * @param query the start of that message, as its user wrote it
 * @param model the model that was chosen, a candidate again
 * @param similarity the cosine of the two messages, above 0 and at most 1
 */
public record PastDecision(String query, String model, double similarity) {}
