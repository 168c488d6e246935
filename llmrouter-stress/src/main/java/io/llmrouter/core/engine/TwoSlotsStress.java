package io.llmrouter.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two slots become free at the same time: both who wait are let in, each once. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Both are in.")
@Outcome(expect = FORBIDDEN, desc = "A slot was given twice, or is lost.")
@State
public class TwoSlotsStress {
    private final WaitingLine line = new WaitingLine();
    private final AtomicInteger slots = new AtomicInteger();
    private final Waiting first = new Waiting(line, slots);
    private final Waiting second = new Waiting(line, slots);

    public TwoSlotsStress() {
        Objects.requireNonNull(line.join(first));
        Objects.requireNonNull(line.join(second));
    }

    @Actor
    public void one() {
        Waiting.free(line, slots);
    }

    @Actor
    public void other() {
        Waiting.free(line, slots);
    }

    @Arbiter
    public void end(III_Result result) {
        result.r1 = first.letIn.get();
        result.r2 = second.letIn.get();
        result.r3 = slots.get();
    }
}
