package io.llmrouter.learned.encode;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import org.jspecify.annotations.Nullable;

/** A sentence encoder cannot be opened, is not the one that is needed, or gave no vector. Never holds the text. */
public final class EncoderException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    private EncoderException(ErrorFacts facts) {
        super(facts);
    }

    /** Begins with what was expected, what was found and where, and what the user can do. */
    public static EncoderException because(String message, String help) {
        return because(message, help, null);
    }

    /** The same with what lies behind it. */
    public static EncoderException because(String message, String help, @Nullable Throwable cause) {
        return new EncoderException(
                ErrorFacts.because(message).help(help).cause(cause).build());
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public EncoderException with(ErrorFacts facts) {
        return new EncoderException(facts);
    }
}
