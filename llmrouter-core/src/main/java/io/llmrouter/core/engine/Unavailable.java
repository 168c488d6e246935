package io.llmrouter.core.engine;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;

/** The error of a call that no model may be asked for now. */
final class Unavailable {
    private Unavailable() {}

    /**
     * Makes the error.
     *
     * @param soonest the model that may be asked first
     */
    static LlmRouterException error(Member soonest) {
        Health health = soonest.health();
        ErrorFacts facts = ErrorFacts.because("No model may be asked now: '" + soonest.name() + "' is the first again, "
                        + health.objection().orElse("at once"))
                .provider(soonest.info().provider())
                .model(soonest.name())
                .retryAfter(health.untilAvailable().orElse(null))
                .help("Ask again later, or configure llms." + soonest.name() + ".fallbacks.")
                .build();
        return health.isRateLimited() ? new RateLimitException(facts) : new ProviderUnavailableException(facts);
    }
}
