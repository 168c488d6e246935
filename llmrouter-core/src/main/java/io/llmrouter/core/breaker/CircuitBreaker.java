package io.llmrouter.core.breaker;

import io.llmrouter.core.config.BreakerConfig;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a failing model alone: closed, open, half-open with a single probe, recovering, closed.
 *
 * <p>A call takes a permit and settles it with its outcome. An outcome counts only in the state that gave the permit: a
 * call that began before the circuit opened neither opens it again nor closes it. Safe for concurrent use.
 */
public final class CircuitBreaker {
    private final BreakerConfig config;
    private final LongSupplier nanoTime;
    private volatile State state;

    /**
     * Creates a closed circuit.
     *
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public CircuitBreaker(BreakerConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.state = new ClosedState(this, nanoTime.getAsLong());
    }

    /** Lets a call begin; {@code null} if it may not now. Never blocks for long. */
    public @Nullable Permit tryAcquire() {
        State now = state;
        if (now instanceof ClosedState || !config.enabled()) {
            return new Permit(this, now);
        }
        synchronized (this) {
            State admitting = state.admit(nanoTime.getAsLong());
            return admitting == null ? null : new Permit(this, admitting);
        }
    }

    /** How long until a call may be let in; zero if it may now. */
    public Duration untilAvailable() {
        if (state instanceof ClosedState || !config.enabled()) {
            return Duration.ZERO;
        }
        synchronized (this) {
            return Duration.ofNanos(state.untilAvailable(nanoTime.getAsLong()));
        }
    }

    /** What state the circuit is in. */
    public CircuitState state() {
        return state.name();
    }

    /** How long it has been in that state. */
    public Duration stateFor() {
        return Duration.ofNanos(nanoTime.getAsLong() - state.since);
    }

    BreakerConfig config() {
        return config;
    }

    /** Changes the state; called by the states, under the lock. */
    State become(State next) {
        state = next;
        return next;
    }

    synchronized void settle(Permit permit, Outcome outcome) {
        if (config.enabled() && permit.takes(outcome) && permit.state() == state) {
            state.settled(outcome, nanoTime.getAsLong());
        }
    }

    /** How a call went. */
    enum Outcome {
        /** Its first content has come. */
        BEGUN,
        ANSWERED,
        FAILED,
        /** It says nothing of the model: cancelled, or refused for what it asked. */
        DROPPED
    }
}
