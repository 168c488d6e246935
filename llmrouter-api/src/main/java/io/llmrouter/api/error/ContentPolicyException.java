package io.llmrouter.api.error;

/** The provider refuses to answer because of what was said. No other model is asked. */
public class ContentPolicyException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    public ContentPolicyException(ErrorFacts facts) {
        super(facts);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public ContentPolicyException with(ErrorFacts facts) {
        return new ContentPolicyException(facts);
    }
}
