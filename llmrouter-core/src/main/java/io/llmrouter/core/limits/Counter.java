package io.llmrouter.core.limits;

import io.llmrouter.api.spi.LimitStore.Limit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What has been taken of one limit. Guarded by the lock of its store. */
interface Counter {

    /** Makes the counter that suits a limit. */
    static Counter of(Limit limit) {
        return switch (limit.kind()) {
            case RATE -> new SlidingCounter(limit.window().toNanos());
            case CONCURRENCY -> new LeaseCounter(limit.window().toNanos());
            case DAY -> new CalendarCounter(CalendarCounter.Period.DAY);
            case MONTH -> new CalendarCounter(CalendarCounter.Period.MONTH);
        };
    }

    /** Whether the counter counts as the limit says. */
    boolean suits(Limit limit);

    /** What is taken now. */
    long used(Now now);

    /** Takes an amount, whatever is left. */
    Taken take(long amount, Now now);

    /** The time until so much is back, at least 1 of what is taken; {@code null} where nobody knows. */
    @Nullable
    Duration until(long back, Now now);

    /**
     * The moment.
     *
     * @param nanos of a clock that only goes forward
     * @param epochMillis of the calendar
     */
    record Now(long nanos, long epochMillis) {}

    /** An amount that was taken. */
    interface Taken {
        /** Replaces the amount by what was used. */
        void settle(long used, Now now);

        /** Takes it all back. */
        void undo(Now now);
    }
}
