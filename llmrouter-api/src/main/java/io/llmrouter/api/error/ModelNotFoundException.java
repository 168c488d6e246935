package io.llmrouter.api.error;

/** There is no such model: neither configured by that name, nor known to the provider (HTTP 404). */
public class ModelNotFoundException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    public ModelNotFoundException(ErrorFacts facts) {
        super(facts);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public ModelNotFoundException with(ErrorFacts facts) {
        return new ModelNotFoundException(facts);
    }
}
