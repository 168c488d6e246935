package io.llmrouter.learned.data;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import org.jspecify.annotations.Nullable;

/** A table of routing data cannot be used; the message says where and why. Never retryable. */
public final class RoutingDataException extends LlmRouterException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_MESSAGE = 1_000;

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
        return new RoutingDataException(
                ErrorFacts.because(bounded(message)).cause(cause).build());
    }

    /** What was found may be a whole table on one line. */
    private static String bounded(String message) {
        if (message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        boolean inPair = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 2));
        return message.substring(0, LONGEST_MESSAGE - (inPair ? 2 : 1)) + "\u2026";
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
