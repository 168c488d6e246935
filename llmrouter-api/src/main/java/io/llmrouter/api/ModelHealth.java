package io.llmrouter.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a configured model is doing, as the router sees it.
 *
 * @param model the configured name
 * @param state whether calls go to it
 * @param stateFor how long it has been so
 * @param lastError the class of its latest failure; {@code null} if it has not failed
 * @param retryIn how long until a call may go to it again; zero if one may now
 */
public record ModelHealth(
        String model,
        State state,
        Duration stateFor,
        @Nullable String lastError,
        Duration retryIn) {
    public ModelHealth {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(stateFor, "stateFor");
        Objects.requireNonNull(retryIn, "retryIn");
    }

    /** A model of which nothing bad is known. */
    public static ModelHealth healthy(String model) {
        return new ModelHealth(model, State.HEALTHY, Duration.ZERO, null, Duration.ZERO);
    }

    /** Whether a call may go to it now. */
    public boolean isAvailable() {
        return retryIn.isZero();
    }

    /** The class of its latest failure, if it has failed. */
    public Optional<String> lastErrorIfAny() {
        return Optional.ofNullable(lastError);
    }

    /** What a model can be. */
    public enum State {
        HEALTHY,
        /** The provider wants fewer calls for a while. */
        RATE_LIMITED,
        /** The provider refused all its keys. */
        KEYS_REFUSED,
        /** It failed too often and is left alone: its circuit is open. */
        OPEN,
        /** One call probes whether it is back. */
        PROBING,
        /** It is back, and gets more calls with each answer. */
        RECOVERING
    }
}
