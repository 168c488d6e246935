package io.llmrouter.core.breaker;

import io.llmrouter.core.breaker.CircuitBreaker.Outcome;
import io.llmrouter.core.config.BreakerConfig;

/** Calls go through, and failures are counted: in a row, and as a share of the calls in the window. */
final class ClosedState extends State {
    private final CallWindow window;
    private int inARow;
    private long lastFailure;

    ClosedState(CircuitBreaker breaker, long now) {
        super(breaker, now);
        this.window = new CallWindow(breaker.config().window().toNanos(), now);
    }

    @Override
    CircuitState name() {
        return CircuitState.CLOSED;
    }

    @Override
    State admit(long now) {
        return this;
    }

    @Override
    long untilAvailable(long now) {
        return 0;
    }

    @Override
    void settled(Outcome outcome, long now) {
        if (outcome == Outcome.ANSWERED) {
            inARow = 0;
            window.add(now, false);
        } else if (outcome == Outcome.FAILED) {
            inARow = now - lastFailure <= breaker.config().window().toNanos() ? inARow + 1 : 1;
            lastFailure = now;
            window.add(now, true);
            if (isTooMuch()) {
                breaker.become(
                        new OpenState(breaker, now, breaker.config().open().toNanos()));
            }
        }
    }

    private boolean isTooMuch() {
        BreakerConfig config = breaker.config();
        return inARow >= config.failures()
                || (window.calls() >= config.minCalls() && window.failures() >= config.failureRate() * window.calls());
    }
}
