package io.llmrouter.api.error;

/** The prompt does not fit into the model's context window. */
public class ContextLengthException extends InvalidRequestException {
    private static final long serialVersionUID = 1L;

    public ContextLengthException(ErrorFacts facts) {
        super(facts);
    }

    @Override
    public ContextLengthException with(ErrorFacts facts) {
        return new ContextLengthException(facts);
    }
}
