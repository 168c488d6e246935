package io.llmrouter.core.engine;

import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.error.StreamInterruptedException;
import java.util.List;

/**
 * Which errors move on, and where to: the table that decides it, and the only place that does.
 *
 * @param error the class of errors that the row is for
 * @param sameModel how often the same model may be asked again
 * @param nextModel whether another model may be asked
 * @param opensCircuit whether it counts as a failure of the model
 */
record RetryRule(Class<? extends LlmRouterException> error, int sameModel, NextModel nextModel, boolean opensCircuit) {

    /** Whether another model may be asked. */
    enum NextModel {
        YES,
        /** Only one that takes longer prompts. */
        LARGER_CONTEXT,
        NO
    }

    private static final int WITHIN_BUDGET = Integer.MAX_VALUE;

    /** The rows; the first that fits counts. An error of any other class ends the call. */
    static final List<RetryRule> TABLE = List.of(
            new RetryRule(RateLimitException.class, WITHIN_BUDGET, NextModel.YES, false),
            new RetryRule(ProviderUnavailableException.class, 1, NextModel.YES, true),
            new RetryRule(BadResponseException.class, 1, NextModel.YES, true),
            new RetryRule(StreamInterruptedException.class, 1, NextModel.YES, true),
            new RetryRule(DeadlineException.Call.class, 0, NextModel.NO, false),
            new RetryRule(DeadlineException.class, 0, NextModel.YES, true),
            new RetryRule(AuthenticationException.class, 0, NextModel.YES, false),
            new RetryRule(PermissionDeniedException.class, 0, NextModel.YES, false),
            new RetryRule(ModelNotFoundException.class, 0, NextModel.YES, false),
            new RetryRule(ContextLengthException.class, 0, NextModel.LARGER_CONTEXT, false));

    private static final RetryRule STOP = new RetryRule(LlmRouterException.class, 0, NextModel.NO, false);

    /** The row for an error. */
    static RetryRule of(LlmRouterException error) {
        for (RetryRule rule : TABLE) {
            if (rule.error.isInstance(error)) {
                return error.retryable() ? rule : new RetryRule(rule.error, 0, rule.nextModel, rule.opensCircuit);
            }
        }
        return STOP;
    }
}
