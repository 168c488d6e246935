package io.llmrouter.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.llmrouter.core.config.HedgeConfig;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The budget of extra calls is never overdrawn. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "One of them has it.")
@Outcome(expect = FORBIDDEN, desc = "Both have it, or nobody does.")
@State
public class HedgeBudgetStress {
    private final Hedging hedging = new Hedging(new HedgeConfig(true, Duration.ofSeconds(1), 1));

    public HedgeBudgetStress() {
        hedging.begin(false);
    }

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = hedging.tryTake();
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = hedging.tryTake();
    }
}
