package io.llmrouter.api.error;

/** The provider does not know the caller: a key or other credential is missing, wrong or expired (HTTP 401). */
public class AuthenticationException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    public AuthenticationException(ErrorFacts facts) {
        super(facts);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public AuthenticationException with(ErrorFacts facts) {
        return new AuthenticationException(facts);
    }
}
