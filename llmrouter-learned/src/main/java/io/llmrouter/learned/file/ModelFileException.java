package io.llmrouter.learned.file;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import org.jspecify.annotations.Nullable;

/** A saved router cannot be read or written: the file is missing, of another kind, damaged or too new. Never retryable. */
public final class ModelFileException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    private ModelFileException(ErrorFacts facts) {
        super(facts);
    }

    static ModelFileException because(String message, String help, @Nullable Throwable cause) {
        return new ModelFileException(
                ErrorFacts.because(message).help(help).cause(cause).build());
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public ModelFileException with(ErrorFacts facts) {
        return new ModelFileException(facts);
    }
}
