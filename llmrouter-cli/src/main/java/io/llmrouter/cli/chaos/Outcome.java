package io.llmrouter.cli.chaos;

import io.llmrouter.api.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the caller got.
 *
 * @param at when it asked, from the start of the scenario
 * @param took from its asking to the end
 * @param text the text received, whole or not
 * @param model who answered; empty if nobody did
 * @param usage what was reported of the answer
 * @param failedCosts what the failed attempts cost in USD, where that is known
 * @param failure the error at the end; {@code null} if the answer was presented as whole
 * @param heard all that was said of errors, to look for what must not be said
 */
record Outcome(
        Duration at,
        Duration took,
        String text,
        String model,
        Usage usage,
        List<BigDecimal> failedCosts,
        @Nullable Failure failure,
        String heard) {

    /** An error as the caller got it. */
    record Failure(String type, String message) {
        /** No error of the router: there never was an end. */
        static final Failure HANG = new Failure("hang", "");
    }

    static Outcome failed(Duration at, Duration took, String text, Failure failure, String heard) {
        return new Outcome(at, took, text, "", Usage.UNKNOWN, List.of(), failure, heard);
    }

    boolean isWhole() {
        return failure == null && text.equals(Wall.TEXT);
    }

    boolean isHang() {
        return Failure.HANG.equals(failure);
    }
}
