package io.llmrouter.core.breaker;

import io.llmrouter.core.breaker.CircuitBreaker.Outcome;
import org.jspecify.annotations.Nullable;

/** A state of a circuit. Its methods are called under the breaker's lock, but for {@link #name}. */
abstract class State {
    /** As long as a probe is under way nobody knows when it ends: it is worth looking again after this. */
    static final long LOOK_AGAIN = 250_000_000L;

    final CircuitBreaker breaker;
    final long since;

    State(CircuitBreaker breaker, long since) {
        this.breaker = breaker;
        this.since = since;
    }

    abstract CircuitState name();

    /** Lets a call begin: the state that the call belongs to, or {@code null} if it may not begin. */
    abstract @Nullable State admit(long now);

    /** Nanoseconds until a call may be let in. */
    abstract long untilAvailable(long now);

    /** A call that this state let in has told how it went. */
    abstract void settled(Outcome outcome, long now);

    /** Opens the circuit again, for twice as long as before. */
    final void reopen(long openedFor, long now) {
        long longest = breaker.config().maxOpen().toNanos();
        breaker.become(new OpenState(breaker, now, Math.max(1, Math.min(2 * openedFor, longest))));
    }
}
