package io.llmrouter.core.limits;

import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.core.limits.Counter.Now;
import io.llmrouter.core.limits.Counter.Taken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The counters of this process. Everything completes at once, under one lock that is held for about a microsecond.
 *
 * <p>It keeps a bounded number of counters: where one more is needed it drops one of the longest unused, preferably one
 * that has nothing taken.
 */
final class MemoryLimitStore implements LimitStore {
    private static final int LOOKED_AT = 8;

    private final int maxKeys;
    private final LongSupplier nanoTime;
    private final InstantSource calendar;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Counter> counters = new LinkedHashMap<>(16, 0.75f, true);

    MemoryLimitStore(int maxKeys, LongSupplier nanoTime, InstantSource calendar) {
        this.maxKeys = maxKeys;
        this.nanoTime = nanoTime;
        this.calendar = calendar;
    }

    @Override
    public CompletionStage<Reservation> reserve(List<Claim> claims) {
        lock.lock();
        try {
            return CompletableFuture.completedFuture(taken(claims, now()));
        } finally {
            lock.unlock();
        }
    }

    private Now now() {
        return new Now(nanoTime.getAsLong(), calendar.millis());
    }

    /** One after the other, and back again if one was too many: so that claims on the same limit add up. */
    private Reservation taken(List<Claim> claims, Now now) {
        int count = claims.size();
        var counters = new Counter[count];
        var held = new Taken[count];
        var fits = new boolean[count];
        boolean granted = true;
        for (int i = 0; i < count; i++) {
            Claim claim = claims.get(i);
            Counter counter = counter(claim.limit(), now);
            counters[i] = counter;
            fits[i] = claim.amount() == 0 || counter.used(now) <= claim.limit().capacity() - claim.amount();
            granted &= fits[i];
            held[i] = fits[i] ? counter.take(claim.amount(), now) : null;
        }
        if (!granted) {
            for (Taken part : held) {
                if (part != null) {
                    part.undo(now);
                }
            }
        }
        var standings = new ArrayList<Standing>(count);
        for (int i = 0; i < count; i++) {
            standings.add(standing(counters[i], claims.get(i), fits[i], now));
        }
        return new Granted(granted ? held : new Taken[0], granted, List.copyOf(standings));
    }

    private static Standing standing(Counter counter, Claim claim, boolean fits, Now now) {
        long used = counter.used(now);
        long capacity = claim.limit().capacity();
        Duration reset = used == 0 ? Duration.ZERO : counter.until(used, now);
        return new Standing(
                fits,
                Math.max(0, capacity - used),
                reset == null ? Duration.ZERO : reset,
                fits ? Duration.ZERO : retryAfter(counter, claim, used, now));
    }

    private static @Nullable Duration retryAfter(Counter counter, Claim claim, long used, Now now) {
        long capacity = claim.limit().capacity();
        return claim.amount() > capacity ? null : counter.until(Math.max(1, used + claim.amount() - capacity), now);
    }

    private Counter counter(Limit limit, Now now) {
        Counter known = counters.get(limit.key());
        if (known != null && known.suits(limit)) {
            return known;
        }
        if (known == null && counters.size() >= maxKeys) {
            dropOne(now);
        }
        Counter made = Counter.of(limit);
        counters.put(limit.key(), made);
        return made;
    }

    private void dropOne(Now now) {
        String victim = null;
        int looked = 0;
        for (Map.Entry<String, Counter> entry : counters.entrySet()) {
            boolean idle = entry.getValue().used(now) == 0;
            if (victim == null || idle) {
                victim = entry.getKey();
            }
            if (idle || ++looked == LOOKED_AT) {
                break;
            }
        }
        counters.remove(victim);
    }

    /** How many counters are kept. */
    int size() {
        lock.lock();
        try {
            return counters.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            counters.clear();
        } finally {
            lock.unlock();
        }
    }

    private final class Granted implements Reservation {
        private final Taken[] held;
        private final boolean granted;
        private final List<Standing> standings;
        private boolean settled;

        Granted(Taken[] held, boolean granted, List<Standing> standings) {
            this.held = held;
            this.granted = granted;
            this.standings = standings;
        }

        @Override
        public boolean granted() {
            return granted;
        }

        @Override
        public List<Standing> standings() {
            return standings;
        }

        @Override
        public void settle(long... used) {
            if (granted && used.length != held.length) {
                throw new IllegalArgumentException("used: expected " + held.length + " amounts, found " + used.length);
            }
            lock.lock();
            try {
                Now now = now();
                for (int i = 0; !settled && i < held.length; i++) {
                    held[i].settle(used[i], now);
                }
                settled = true;
            } finally {
                lock.unlock();
            }
        }
    }
}
