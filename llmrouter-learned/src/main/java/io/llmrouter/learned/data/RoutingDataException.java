package io.llmrouter.learned.data;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import org.jspecify.annotations.Nullable;

/** A table of routing data cannot be used; the message says where and why. Never retryable. */
public final class RoutingDataException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    private RoutingDataException(ErrorFacts facts) {
        super(facts);
    }

    /**
     * Creates the error.
     *
     * @param where the file and the line, such as {@code table.jsonl:12}, or what was being done
     */
    public static RoutingDataException of(String where, String expected, String found) {
        return because(where + ": expected " + expected + ", found " + found, null);
    }

    static RoutingDataException because(String message, @Nullable Throwable cause) {
        return new RoutingDataException(ErrorFacts.because(message).cause(cause).build());
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public RoutingDataException with(ErrorFacts facts) {
        return new RoutingDataException(facts);
    }
}
