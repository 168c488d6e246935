package io.llmrouter.core.breaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.llmrouter.core.config.BreakerConfig;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A probe is settled once: what comes after its failure does not close the circuit, nor the other way round. */
@JCStressTest
@Outcome(
        id = {"OPEN", "RECOVERING"},
        expect = ACCEPTABLE,
        desc = "The first outcome counts.")
@Outcome(expect = FORBIDDEN, desc = "Both count, or none does.")
@State
public class ProbeOnceStress {
    private static final BreakerConfig CONFIG =
            new BreakerConfig(true, 1, 1, 1_000, Duration.ofSeconds(1), Duration.ofNanos(1), Duration.ofNanos(1));

    private long now;
    private final CircuitBreaker breaker = new CircuitBreaker(CONFIG, () -> now);
    private final Permit probe;

    public ProbeOnceStress() {
        Permits.taken(breaker).failed();
        now = 1_000;
        probe = Permits.taken(breaker);
    }

    @Actor
    public void failure() {
        probe.failed();
    }

    @Actor
    public void answer() {
        probe.answered();
    }

    @Arbiter
    public void end(L_Result result) {
        result.r1 = breaker.state();
    }
}
