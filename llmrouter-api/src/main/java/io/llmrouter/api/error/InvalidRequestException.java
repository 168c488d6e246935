package io.llmrouter.api.error;

/** The request cannot be served as it is: the provider, or the router, refuses it (HTTP 400, 422). */
public class InvalidRequestException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(ErrorFacts facts) {
        super(facts);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public InvalidRequestException with(ErrorFacts facts) {
        return new InvalidRequestException(facts);
    }
}
