package io.llmrouter.core.breaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.llmrouter.core.config.BreakerConfig;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A circuit that has been open for long enough lets one call probe the model, however many ask at once. */
@JCStressTest
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One of them probes.")
@Outcome(expect = FORBIDDEN, desc = "Both probe, or nobody does.")
@State
public class SingleProbeStress {
    private static final BreakerConfig CONFIG =
            new BreakerConfig(true, 1, 1, 1_000, Duration.ofSeconds(1), Duration.ofNanos(1), Duration.ofNanos(1));

    private long now;
    private final CircuitBreaker breaker = new CircuitBreaker(CONFIG, () -> now);

    public SingleProbeStress() {
        Permits.taken(breaker).failed();
        now = 1_000;
    }

    @Actor
    public void one(II_Result result) {
        result.r1 = breaker.tryAcquire() == null ? 0 : 1;
    }

    @Actor
    public void other(II_Result result) {
        result.r2 = breaker.tryAcquire() == null ? 0 : 1;
    }
}
