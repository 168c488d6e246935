package io.llmrouter.core.limits;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** No more is granted than there is. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "One of them has it.")
@Outcome(expect = FORBIDDEN, desc = "Both have it, or nobody does.")
@State
public class LastPlaceStress {
    private static final List<Claim> CLAIM =
            List.of(new Claim(new Limit("calls", Kind.CONCURRENCY, 1, Duration.ofMinutes(1)), 1));

    private final LimitStore store = new MemoryLimitStore(100, () -> 0, InstantSource.system());

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = granted();
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = granted();
    }

    private boolean granted() {
        return store.reserve(CLAIM).toCompletableFuture().join().granted();
    }
}
