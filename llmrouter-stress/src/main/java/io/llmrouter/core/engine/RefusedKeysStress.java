package io.llmrouter.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.llmrouter.api.spi.ApiKeys.ApiKey;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Keys that are refused at the same time, by models that share them, all rest. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "Both rest.")
@Outcome(expect = FORBIDDEN, desc = "One of them is used on.")
@State
public class RefusedKeysStress {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final KeyRing ring = new KeyRing(List.of("first", "second"), new StillTime());
    private final KeyRing shared = ring.forAnotherModel();
    private final ApiKey first = ring.next().orElseThrow();
    private final ApiKey second = ring.next().orElseThrow();

    @Actor
    public void one() {
        ring.rest(first, PAUSE);
    }

    @Actor
    public void other() {
        shared.rest(second, PAUSE);
    }

    @Arbiter
    public void end(Z_Result result) {
        result.r1 = ring.untilAccepted() > 0;
    }
}
