package io.llmrouter.api;

import java.util.Objects;

/**
 * One of the answers to a request; there is more than one only if the request asked for more.
 *
 * @param index its position, from 0
 * @param message what the model said
 * @param finishReason why it stopped
 * @param extras fields that only the answer's own wire format understands, such as {@code logprobs}
 */
public record Choice(int index, AssistantMessage message, FinishReason finishReason, Extras extras) {
    public Choice {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(finishReason, "finishReason");
        Objects.requireNonNull(extras, "extras");
    }
}
