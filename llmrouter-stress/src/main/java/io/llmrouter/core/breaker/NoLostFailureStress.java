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

/** Failures that come together are all counted: the circuit opens. */
@JCStressTest
@Outcome(id = "OPEN", expect = ACCEPTABLE, desc = "Both failures count.")
@Outcome(expect = FORBIDDEN, desc = "One of them was lost.")
@State
public class NoLostFailureStress {
    private static final BreakerConfig CONFIG =
            new BreakerConfig(true, 2, 1, 1_000, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final CircuitBreaker breaker = new CircuitBreaker(CONFIG, () -> 0);
    private final Permit first = Permits.taken(breaker);
    private final Permit second = Permits.taken(breaker);

    @Actor
    public void one() {
        first.failed();
    }

    @Actor
    public void other() {
        second.failed();
    }

    @Arbiter
    public void end(L_Result result) {
        result.r1 = breaker.state();
    }
}
