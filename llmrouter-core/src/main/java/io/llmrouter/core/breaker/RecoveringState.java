package io.llmrouter.core.breaker;

import io.llmrouter.core.breaker.CircuitBreaker.Outcome;
import org.jspecify.annotations.Nullable;

/** The model is back, but is not given all calls at once: as many at a time as it has just answered, and one more. */
final class RecoveringState extends State {
    private static final int ANSWERS_TO_CLOSE = 10;

    private final long openedFor;
    private int answers = 1;
    private int running;

    RecoveringState(CircuitBreaker breaker, long now, long openedFor) {
        super(breaker, now);
        this.openedFor = openedFor;
    }

    @Override
    CircuitState name() {
        return CircuitState.RECOVERING;
    }

    @Override
    @Nullable
    State admit(long now) {
        if (running > answers) {
            return null;
        }
        running++;
        return this;
    }

    @Override
    long untilAvailable(long now) {
        return running > answers ? LOOK_AGAIN : 0;
    }

    @Override
    void settled(Outcome outcome, long now) {
        running -= outcome == Outcome.BEGUN ? 0 : 1;
        if (outcome == Outcome.FAILED) {
            reopen(openedFor, now);
        } else if (outcome == Outcome.ANSWERED && ++answers > ANSWERS_TO_CLOSE) {
            breaker.become(new ClosedState(breaker, now));
        }
    }
}
