package io.llmrouter.core.limits;

import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import java.time.Duration;

/**
 * What was taken in the last window, kept in slots of a sixtieth of it.
 *
 * <p>A slot counts until it is whole outside the window: an amount comes back between one window and one window and a
 * sixtieth after it was taken, so that no window of any place has more than the capacity.
 */
final class SlidingCounter implements Counter {
    private static final int SLOTS = 60;
    private static final int RING = SLOTS + 1;

    private final long window;
    private final long slot;
    private final long[] amounts = new long[RING];
    private long total;
    private long head;

    SlidingCounter(long windowNanos) {
        this.window = windowNanos;
        this.slot = Math.max(1, (windowNanos + SLOTS - 1) / SLOTS);
        this.head = Long.MIN_VALUE;
    }

    @Override
    public boolean suits(Limit limit) {
        return limit.kind() == Kind.RATE && limit.window().toNanos() == window;
    }

    @Override
    public long used(Now now) {
        advance(now);
        return total;
    }

    @Override
    public Taken take(long amount, Now now) {
        advance(now);
        add(head, amount);
        return new Part(head, amount);
    }

    @Override
    public Duration until(long back, Now now) {
        advance(now);
        long freed = 0;
        long at = head;
        for (long s = head - SLOTS; s <= head; s++) {
            freed += amounts[index(s)];
            if (freed >= back) {
                at = s;
                break;
            }
        }
        return Duration.ofNanos((at + RING) * slot - now.nanos());
    }

    private void advance(Now now) {
        long current = Math.floorDiv(now.nanos(), slot);
        if (head == Long.MIN_VALUE) {
            head = current;
        }
        for (long s = Math.max(head + 1, current - SLOTS); s <= current; s++) {
            total -= amounts[index(s)];
            amounts[index(s)] = 0;
        }
        head = Math.max(head, current);
    }

    private void add(long at, long amount) {
        amounts[index(at)] += amount;
        total += amount;
    }

    private static int index(long at) {
        return (int) Math.floorMod(at, (long) RING);
    }

    private final class Part implements Taken {
        private final long at;
        private final long amount;

        Part(long at, long amount) {
            this.at = at;
            this.amount = amount;
        }

        @Override
        public void settle(long used, Now now) {
            advance(now);
            if (at >= head - SLOTS) {
                add(at, used - amount);
            } else if (used > amount) {
                add(head, used - amount); // what was reserved is long back; the rest was taken lately
            }
        }

        @Override
        public void undo(Now now) {
            settle(0, now);
        }
    }
}
