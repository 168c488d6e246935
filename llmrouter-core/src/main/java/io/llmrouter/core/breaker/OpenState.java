package io.llmrouter.core.breaker;

import io.llmrouter.core.breaker.CircuitBreaker.Outcome;
import org.jspecify.annotations.Nullable;

/** No call goes through until the time is over; the first after it is the probe. */
final class OpenState extends State {
    private final long length;

    OpenState(CircuitBreaker breaker, long now, long length) {
        super(breaker, now);
        this.length = length;
    }

    @Override
    CircuitState name() {
        return CircuitState.OPEN;
    }

    @Override
    @Nullable
    State admit(long now) {
        return untilAvailable(now) > 0
                ? null
                : breaker.become(new HalfOpenState(breaker, now, length)).admit(now);
    }

    @Override
    long untilAvailable(long now) {
        return Math.max(0, length - (now - since));
    }

    @Override
    void settled(Outcome outcome, long now) {
        throw new IllegalStateException("an open circuit lets no call in that could end");
    }
}
