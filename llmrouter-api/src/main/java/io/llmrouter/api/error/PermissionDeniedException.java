package io.llmrouter.api.error;

/** The provider knows the caller and refuses: no access to the model, the region or the account (HTTP 403). */
public class PermissionDeniedException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    public PermissionDeniedException(ErrorFacts facts) {
        super(facts);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public PermissionDeniedException with(ErrorFacts facts) {
        return new PermissionDeniedException(facts);
    }
}
