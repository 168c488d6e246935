package io.llmrouter.core.limits;

import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Leases until they are given back, or until they are so old that their holder must have been lost. */
final class LeaseCounter implements Counter {
    private final long lifetime;
    /** In the order in which they expire. */
    private final Set<Lease> leases = new LinkedHashSet<>();

    private long used;

    LeaseCounter(long lifetimeNanos) {
        this.lifetime = lifetimeNanos;
    }

    @Override
    public boolean suits(Limit limit) {
        return limit.kind() == Kind.CONCURRENCY && limit.window().toNanos() == lifetime;
    }

    @Override
    public long used(Now now) {
        var oldest = leases.iterator();
        while (oldest.hasNext()) {
            Lease lease = oldest.next();
            if (now.nanos() - lease.end < 0) {
                break;
            }
            oldest.remove();
            used -= lease.amount;
        }
        return used;
    }

    @Override
    public Taken take(long amount, Now now) {
        var lease = new Lease(amount, now.nanos() + lifetime);
        if (amount > 0) {
            leases.add(lease);
            used += amount;
        }
        return lease;
    }

    /** Nobody knows when the calls under way will end. */
    @Override
    public @Nullable Duration until(long back, Now now) {
        return null;
    }

    private final class Lease implements Taken {
        private final long amount;
        private final long end;

        Lease(long amount, long end) {
            this.amount = amount;
            this.end = end;
        }

        @Override
        public void settle(long ignored, Now now) {
            undo(now);
        }

        @Override
        public void undo(Now now) {
            if (leases.remove(this)) {
                used -= amount;
            }
        }
    }
}
