package io.llmrouter.core.engine;

import io.llmrouter.api.Capability;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingDecision;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask, in order.
 *
 * @param decision what was decided and why
 * @param member the chosen model
 * @param fallbacks the models to ask, in order, where it fails
 * @param contextFallbacks the models to ask instead where the prompt is too long; empty to ask the usual ones
 * @param policyFallbacks the models to ask where the content is refused; empty to ask none
 * @param promptTokens the estimate of the prompt's length
 * @param needs what a model must be able to do for the request
 * @param answer the answer that the strategy has already; {@code null} if the models are to be asked
 */
record Selection(
        RoutingDecision decision,
        Member member,
        List<Member> fallbacks,
        List<Member> contextFallbacks,
        List<Member> policyFallbacks,
        long promptTokens,
        Set<Capability> needs,
        @Nullable ChatResponse answer) {
    /** Models to ask. */
    Selection(
            RoutingDecision decision,
            Member member,
            List<Member> fallbacks,
            List<Member> contextFallbacks,
            List<Member> policyFallbacks,
            long promptTokens,
            Set<Capability> needs) {
        this(decision, member, fallbacks, contextFallbacks, policyFallbacks, promptTokens, needs, null);
    }

    /** The same, with an answer that is there already. */
    Selection with(@Nullable ChatResponse had) {
        return new Selection(decision, member, fallbacks, contextFallbacks, policyFallbacks, promptTokens, needs, had);
    }
}
