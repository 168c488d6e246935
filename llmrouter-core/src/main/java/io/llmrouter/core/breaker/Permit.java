package io.llmrouter.core.breaker;

import io.llmrouter.core.breaker.CircuitBreaker.Outcome;

/** The leave of one call to begin; its holder says once how the call ended. Safe for concurrent use. */
public final class Permit {
    private final CircuitBreaker breaker;
    private final State state;
    private boolean begun;
    private boolean settled;

    Permit(CircuitBreaker breaker, State state) {
        this.breaker = breaker;
        this.state = state;
    }

    /** The first content has come, which proves the model alive; the end is told later. */
    public void begun() {
        breaker.settle(this, Outcome.BEGUN);
    }

    public void answered() {
        breaker.settle(this, Outcome.ANSWERED);
    }

    public void failed() {
        breaker.settle(this, Outcome.FAILED);
    }

    /** The call has ended in a way that says nothing of the model. */
    public void dropped() {
        breaker.settle(this, Outcome.DROPPED);
    }

    State state() {
        return state;
    }

    /** Whether the outcome is news; under the breaker's lock. */
    boolean takes(Outcome outcome) {
        if (settled || (begun && outcome == Outcome.BEGUN)) {
            return false;
        }
        begun = true;
        settled = outcome != Outcome.BEGUN;
        return true;
    }
}
