package io.llmrouter.limits.redis;

import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What Redis is to be told when it is back: settlements, and what was used meanwhile. Bounded; safe for concurrent use. */
final class Backlog {
    private static final int MOST = 10_000;

    private final String prefix;
    private final LastKnown known;
    private final ConcurrentLinkedQueue<Settlement> unsettled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Limit, Long> uncharged = new ConcurrentHashMap<>();

    Backlog(String prefix, LastKnown known) {
        this.prefix = prefix;
        this.known = known;
    }

    boolean isEmpty() {
        return count.get() == 0 && uncharged.isEmpty();
    }

    /** Keeps a settlement; of too many the oldest are dropped, and Redis' own times give back what they held. */
    void add(Settlement settlement) {
        if (count.incrementAndGet() > MOST && unsettled.poll() != null) {
            count.decrementAndGet();
        }
        unsettled.add(settlement);
    }

    /** Keeps what was used of limits that Redis was never asked for. */
    void charge(Claims claims, long[] used) {
        for (int i = 0; i < used.length; i++) {
            Limit limit = claims.list().get(i).limit();
            if (limit.kind() != Kind.CONCURRENCY
                    && used[i] > 0
                    && (uncharged.containsKey(limit) || uncharged.size() < MOST)) {
                uncharged.merge(limit, used[i], Long::sum);
            }
        }
    }

    /** What was used of a limit that Redis does not know yet. */
    long untold(Limit limit) {
        return uncharged.getOrDefault(limit, 0L);
    }

    /** Tells Redis all; what it does not take stays, and the exception goes on. */
    void deliver(RedisScripts scripts) {
        for (Settlement next = unsettled.poll(); next != null; next = unsettled.poll()) {
            count.decrementAndGet();
            try {
                scripts.settle(next);
            } catch (RuntimeException failure) {
                add(next);
                throw failure;
            }
        }
        for (Limit limit : List.copyOf(uncharged.keySet())) {
            Long used = uncharged.remove(limit);
            if (used != null) { // else another thread has just told it
                charge(scripts, limit, used);
            }
        }
    }

    private void charge(RedisScripts scripts, Limit limit, long used) {
        try {
            scripts.settle(new Claims(List.of(new Claim(limit, 0)), prefix).charge(used, known));
        } catch (RuntimeException failure) {
            uncharged.merge(limit, used, Long::sum);
            throw failure;
        }
        known.charged(limit, used);
    }
}
