package io.llmrouter.api.error;

/** A streamed answer broke off after a part of it had been handed to the caller, and could not be completed. */
public class StreamInterruptedException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    private final long deliveredTokens;

    /**
     * Creates the error.
     *
     * @param deliveredTokens about how many tokens of the answer the caller has got
     */
    public StreamInterruptedException(ErrorFacts facts, long deliveredTokens) {
        super(facts);
        this.deliveredTokens = deliveredTokens;
    }

    /** About how many tokens of the answer the caller has got. */
    public long deliveredTokens() {
        return deliveredTokens;
    }

    @Override
    public boolean retryable() {
        return true;
    }

    @Override
    public StreamInterruptedException with(ErrorFacts facts) {
        return new StreamInterruptedException(facts, deliveredTokens);
    }
}
