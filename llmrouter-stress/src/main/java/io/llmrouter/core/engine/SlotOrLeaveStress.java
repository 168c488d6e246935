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
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A slot becomes free while the first in line leaves: the first or the second has it, once, and it is not lost. */
@JCStressTest
@Outcome(id = "1, 0, 0, 1", expect = ACCEPTABLE, desc = "The first had been let in before it left.")
@Outcome(id = "0, 1, 0, 0", expect = ACCEPTABLE, desc = "The first left, the second was let in.")
@Outcome(expect = FORBIDDEN, desc = "The slot was given twice, or is lost.")
@State
public class SlotOrLeaveStress {
    private final WaitingLine line = new WaitingLine();
    private final AtomicInteger slots = new AtomicInteger();
    private final Waiting first = new Waiting(line, slots);
    private final Waiting second = new Waiting(line, slots);
    private final WaitingLine.Place place = Objects.requireNonNull(line.join(first));
    private final WaitingLine.Place behind = Objects.requireNonNull(line.join(second));

    @Actor
    public void free() {
        Waiting.free(line, slots);
    }

    @Actor
    public void leave() {
        line.leave(place);
    }

    @Arbiter
    public void end(IIII_Result result) {
        result.r1 = first.letIn.get();
        result.r2 = second.letIn.get();
        result.r3 = slots.get();
        result.r4 = line.state().waiting();
        line.leave(behind);
    }
}
