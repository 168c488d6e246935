package io.llmrouter.api.error;

/** The provider could not be reached, broke off before answering, or failed (HTTP 408, 500 and above). */
public class ProviderUnavailableException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    public ProviderUnavailableException(ErrorFacts facts) {
        super(facts);
    }

    @Override
    public boolean retryable() {
        return true;
    }

    @Override
    public ProviderUnavailableException with(ErrorFacts facts) {
        return new ProviderUnavailableException(facts);
    }
}
