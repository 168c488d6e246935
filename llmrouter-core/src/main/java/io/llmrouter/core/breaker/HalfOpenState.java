package io.llmrouter.core.breaker;

import io.llmrouter.core.breaker.CircuitBreaker.Outcome;
import org.jspecify.annotations.Nullable;

/** One call probes whether the model is back. */
final class HalfOpenState extends State {
    private final long openedFor;
    private boolean probing;

    HalfOpenState(CircuitBreaker breaker, long now, long openedFor) {
        super(breaker, now);
        this.openedFor = openedFor;
    }

    @Override
    CircuitState name() {
        return CircuitState.HALF_OPEN;
    }

    @Override
    @Nullable
    State admit(long now) {
        if (probing) {
            return null;
        }
        probing = true;
        return this;
    }

    @Override
    long untilAvailable(long now) {
        return probing ? LOOK_AGAIN : 0;
    }

    @Override
    void settled(Outcome outcome, long now) {
        switch (outcome) {
            case BEGUN, ANSWERED -> breaker.become(new RecoveringState(breaker, now, openedFor));
            case FAILED -> reopen(openedFor, now);
            case DROPPED -> probing = false;
        }
    }
}
