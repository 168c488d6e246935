package io.llmrouter.api.spi;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingDecision;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy made of a call.
 *
 * @param decision whom to ask; whom the answer is from, if there is one
 * @param answer an answer that {@link ModelCalls#ask} gave, to be handed to the caller as it is; {@code null} to have the
 *     chosen model asked
 */
public record Routed(RoutingDecision decision, @Nullable ChatResponse answer) {
    public Routed {
        Objects.requireNonNull(decision, "decision");
    }

    /** The chosen model is to be asked. */
    public static Routed to(RoutingDecision decision) {
        return new Routed(decision, null);
    }
}
