package io.llmrouter.core.engine;

import io.llmrouter.api.ModelHealth;
import io.llmrouter.api.ModelHealth.State;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.core.breaker.CircuitBreaker;
import io.llmrouter.core.breaker.CircuitState;
import io.llmrouter.core.config.BreakerConfig;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a model can be asked now: its circuit for failures, its keys for rate limits and refusals. It outlives a
 * reload that leaves the model as it was.
 */
final class Health implements Admission {
    private final CircuitBreaker breaker;
    private final KeyRing keys;
    private final Timing timing;
    private volatile @Nullable String lastError;
    private volatile long lastErrorAt;

    Health(BreakerConfig config, KeyRing keys, Timing timing) {
        this.breaker = new CircuitBreaker(config, timing::nanoTime);
        this.keys = keys;
        this.timing = timing;
    }

    KeyRing keys() {
        return keys;
    }

    @Override
    public @Nullable Permit tryAcquire() {
        if (keys.untilUnlimited() > 0) {
            return null;
        }
        io.llmrouter.core.breaker.Permit permit = breaker.tryAcquire();
        return permit == null ? null : new Ticket(permit);
    }

    @Override
    public Optional<Duration> untilAvailable() {
        long wait = Math.max(breaker.untilAvailable().toNanos(), keys.untilUnlimited());
        return wait == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(wait));
    }

    /** Whether it is a rate limit that keeps calls away, not failures. */
    boolean isRateLimited() {
        return keys.untilUnlimited() > 0;
    }

    /** Why the model should not be chosen now; empty if it may be. */
    Optional<String> objection() {
        long limited = keys.untilUnlimited();
        if (limited > 0) {
            return Optional.of("rate limited for another " + seconds(limited));
        }
        long open = breaker.untilAvailable().toNanos();
        if (open > 0) {
            return Optional.of(
                    breaker.state() == CircuitState.OPEN
                            ? "circuit open for another " + seconds(open) + " after " + lastError
                            : "circuit half-open, its probe is under way");
        }
        long refused = keys.untilAccepted();
        return refused > 0 ? Optional.of("its keys were refused, and rest for " + seconds(refused)) : Optional.empty();
    }

    ModelHealth snapshot(String model) {
        long limited = keys.untilUnlimited();
        long refused = keys.untilAccepted();
        long open = breaker.untilAvailable().toNanos();
        CircuitState circuit = breaker.state();
        State state =
                switch (circuit) {
                    case OPEN -> State.OPEN;
                    case HALF_OPEN -> State.PROBING;
                    case RECOVERING -> State.RECOVERING;
                    case CLOSED -> limited > 0 ? State.RATE_LIMITED : refused > 0 ? State.KEYS_REFUSED : State.HEALTHY;
                };
        Duration since = circuit == CircuitState.CLOSED && state != State.HEALTHY
                ? Duration.ofNanos(timing.nanoTime() - lastErrorAt)
                : breaker.stateFor();
        return new ModelHealth(
                model, state, since, lastError, Duration.ofNanos(Math.max(open, Math.max(limited, refused))));
    }

    private static String seconds(long nanos) {
        return Math.max(1, Duration.ofNanos(nanos).toMillis()) / 1000.0 + " s";
    }

    private void note(LlmRouterException error) {
        lastErrorAt = timing.nanoTime();
        lastError = error.getClass().getSimpleName();
        if (error instanceof RateLimitException limit) {
            keys.limited(limit);
        }
    }

    /** One attempt's leave. */
    private final class Ticket implements Permit {
        private final io.llmrouter.core.breaker.Permit permit;
        private final long begunAt = timing.nanoTime();

        Ticket(io.llmrouter.core.breaker.Permit permit) {
            this.permit = permit;
        }

        @Override
        public void begun() {
            keys.answered(begunAt);
            permit.begun();
        }

        @Override
        public void answered() {
            keys.answered(begunAt);
            permit.answered();
        }

        @Override
        public void failed(LlmRouterException error) {
            if (!(error instanceof CancelledException)) {
                note(error);
            }
            if (RetryRule.of(error).opensCircuit()) {
                permit.failed();
            } else {
                permit.dropped();
            }
        }

        @Override
        public void dropped() {
            permit.dropped();
        }
    }
}
