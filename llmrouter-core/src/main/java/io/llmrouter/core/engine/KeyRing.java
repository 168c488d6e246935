package io.llmrouter.core.engine;

import io.llmrouter.api.spi.ApiKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Keys in turn; a key that rests is left out until its time is over. */
final class KeyRing implements ApiKeys {
    private static final Duration DEFAULT_REST = Duration.ofMinutes(1);

    private final List<ApiKey> keys;
    private final Timing timing;
    private final AtomicInteger turn = new AtomicInteger();
    /** When each key may be used again, in nanoseconds since the ring was made. */
    private final AtomicLongArray restsUntil;

    private final long origin;

    KeyRing(List<String> secrets, Timing timing) {
        ApiKey[] ring = new ApiKey[secrets.size()];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new ApiKey(i, secrets.get(i));
        }
        this.keys = List.of(ring);
        this.timing = timing;
        this.restsUntil = new AtomicLongArray(ring.length);
        this.origin = timing.nanoTime();
    }

    @Override
    public Optional<ApiKey> next() {
        int count = keys.size();
        if (count == 0) {
            return Optional.empty();
        }
        int start = Math.floorMod(turn.getAndIncrement(), count);
        long now = timing.nanoTime() - origin;
        int soonest = start;
        for (int i = 0; i < count; i++) {
            int index = (start + i) % count;
            if (restsUntil.get(index) <= now) {
                return Optional.of(keys.get(index));
            }
            if (restsUntil.get(index) < restsUntil.get(soonest)) {
                soonest = index;
            }
        }
        return Optional.of(keys.get(soonest));
    }

    @Override
    public void rest(ApiKey key, @Nullable Duration pause) {
        long until = timing.nanoTime() - origin + (pause == null ? DEFAULT_REST : pause).toNanos();
        restsUntil.accumulateAndGet(key.index(), until, Math::max);
    }

    @Override
    public int size() {
        return keys.size();
    }
}
