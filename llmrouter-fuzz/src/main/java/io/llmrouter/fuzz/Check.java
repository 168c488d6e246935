package io.llmrouter.fuzz;

import io.llmrouter.api.error.LlmRouterException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What must hold, whatever comes in. */
public final class Check {
    private static final int LONGEST_MESSAGE = 2_000;

    private Check() {}

    public static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    public static void equal(String what, Object expected, Object found) {
        that(expected.equals(found), what + ": expected " + expected + ", found " + found);
    }

    /** A text in UTF-8 without a fault. */
    public static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new AssertionError("malformed UTF-8 was written", malformed);
        }
    }

    /** An error that a user can read: what was wrong, within bounds. */
    public static void refusal(LlmRouterException error) {
        that(!error.summary().isBlank(), "an error without words");
        that(
                error.summary().length() <= LONGEST_MESSAGE,
                "an error of " + error.summary().length() + " characters");
        Duration wait = error.retryAfter().orElse(Duration.ZERO);
        that(!wait.isNegative() && wait.compareTo(Duration.ofDays(366)) <= 0, "a wait of " + wait);
    }
}
