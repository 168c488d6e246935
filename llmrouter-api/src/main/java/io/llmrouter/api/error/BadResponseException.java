package io.llmrouter.api.error;

/** The provider answered with something that is not an answer: HTML, nothing, broken JSON. */
public class BadResponseException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    public BadResponseException(ErrorFacts facts) {
        super(facts);
    }

    @Override
    public boolean retryable() {
        return true;
    }

    @Override
    public BadResponseException with(ErrorFacts facts) {
        return new BadResponseException(facts);
    }
}
