package io.llmrouter.api.error;

/** The provider has had enough requests for now (HTTP 429), or for this account's money. */
public class RateLimitException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    private final boolean quotaExhausted;

    public RateLimitException(ErrorFacts facts) {
        this(facts, false);
    }

    /**
     * Creates the error.
     *
     * @param quotaExhausted whether a paid or daily allowance is used up, so that waiting a little does not help
     */
    public RateLimitException(ErrorFacts facts, boolean quotaExhausted) {
        super(facts);
        this.quotaExhausted = quotaExhausted;
    }

    /** Whether a paid or daily allowance is used up, so that waiting a little does not help. */
    public boolean quotaExhausted() {
        return quotaExhausted;
    }

    @Override
    public boolean retryable() {
        return !quotaExhausted;
    }

    @Override
    public RateLimitException with(ErrorFacts facts) {
        return new RateLimitException(facts, quotaExhausted);
    }
}
