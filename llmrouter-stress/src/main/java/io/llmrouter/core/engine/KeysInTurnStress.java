package io.llmrouter.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Calls at a time take different keys. */
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0"},
        expect = ACCEPTABLE,
        desc = "Each has its key.")
@Outcome(expect = FORBIDDEN, desc = "Both have the same.")
@State
public class KeysInTurnStress {
    private final KeyRing ring = new KeyRing(List.of("first", "second"), new StillTime());

    @Actor
    public void one(II_Result result) {
        result.r1 = ring.next().orElseThrow().index();
    }

    @Actor
    public void other(II_Result result) {
        result.r2 = ring.next().orElseThrow().index();
    }
}
