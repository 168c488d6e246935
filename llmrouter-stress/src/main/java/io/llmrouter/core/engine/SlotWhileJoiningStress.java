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

/** A slot becomes free while somebody gets in line, whose only chance it is: it is not slept through. */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "It was let in, and nobody waits.")
@Outcome(expect = FORBIDDEN, desc = "It sleeps although there is a slot, or was let in twice.")
@State
public class SlotWhileJoiningStress {
    private final WaitingLine line = new WaitingLine();
    private final AtomicInteger slots = new AtomicInteger();
    private final Waiting guest = new Waiting(line, slots);

    @Actor
    public void free() {
        Waiting.free(line, slots);
    }

    @Actor
    public void join() {
        line.serve(Objects.requireNonNull(line.join(guest)));
    }

    @Arbiter
    public void end(III_Result result) {
        result.r1 = guest.letIn.get();
        result.r2 = slots.get();
        result.r3 = line.state().waiting();
    }
}
