package io.llmrouter.core.engine;

import io.llmrouter.api.RoutingDecision;
import java.util.List;

/**
 * Whom to ask, in order.
 *
 * @param decision what was decided and why
 * @param member the chosen model
 * @param fallbacks the models to ask, in order, where it fails
 * @param promptTokens the estimate of the prompt's length
 */
record Selection(RoutingDecision decision, Member member, List<Member> fallbacks, long promptTokens) {}
