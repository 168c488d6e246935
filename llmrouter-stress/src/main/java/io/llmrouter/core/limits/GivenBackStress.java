package io.llmrouter.core.limits;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import io.llmrouter.api.spi.LimitStore.Reservation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A place that is given back twice at the same time is one place. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "One place is free.")
@Outcome(expect = FORBIDDEN, desc = "None is, or two are.")
@State
public class GivenBackStress {
    private static final List<Claim> CLAIM =
            List.of(new Claim(new Limit("calls", Kind.CONCURRENCY, 1, Duration.ofMinutes(1)), 1));

    private final LimitStore store = new MemoryLimitStore(100, () -> 0, InstantSource.system());
    private final Reservation taken = reserve();

    @Actor
    public void one() {
        taken.settle(0);
    }

    @Actor
    public void other() {
        taken.settle(0);
    }

    @Arbiter
    public void end(ZZ_Result result) {
        result.r1 = reserve().granted();
        result.r2 = reserve().granted();
    }

    private Reservation reserve() {
        return store.reserve(CLAIM).toCompletableFuture().join();
    }
}
