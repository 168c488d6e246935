package io.llmrouter.api.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Counts quantities that run out: requests and tokens per minute, calls at a time, money per day.
 *
 * <p>What a call may take is reserved before it and settled after it with what it took. An implementation MUST take all
 * claims of a reservation or none of them, MUST NOT grant more than a capacity however many ask at once, MUST NOT block
 * the caller, and MUST be safe for concurrent use. Where it cannot know the counters it decides by itself whether to
 * grant, within a bounded time: the stage never fails but with an {@link io.llmrouter.api.error.LlmRouterException}.
 */
public interface LimitStore extends AutoCloseable {

    /** Takes the amounts of all claims, or of none. */
    CompletionStage<Reservation> reserve(List<Claim> claims);

    @Override
    void close();

    /** How a quantity comes back. */
    enum Kind {
        /** Each amount comes back one window after it was taken. */
        RATE,
        /** Each amount comes back when it is settled; one that is never settled, a window after it was taken. */
        CONCURRENCY,
        /** All comes back at midnight, UTC. */
        DAY,
        /** All comes back at midnight before the first day of a month, UTC. */
        MONTH
    }

    /**
     * A quantity that runs out.
     *
     * @param key its name, the same for all that share the quantity
     * @param kind how it comes back
     * @param capacity how much there is
     * @param window the time of a rate, or after which a lost lease comes back; zero for what follows the calendar
     */
    record Limit(String key, Kind kind, long capacity, Duration window) {
        public Limit {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(kind, "kind");
            if (capacity < 0) {
                throw new IllegalArgumentException("capacity: expected 0 or more, found " + capacity);
            }
            boolean calendar = kind == Kind.DAY || kind == Kind.MONTH;
            if (calendar != window.isZero() || window.isNegative()) {
                throw new IllegalArgumentException(
                        "window: expected a positive duration, or zero for a calendar's, found " + window);
            }
        }
    }

    /**
     * A part of a reservation.
     *
     * @param limit what it is of
     * @param amount how much is taken; 0 asks only where the limit stands
     */
    record Claim(Limit limit, long amount) {
        public Claim {
            Objects.requireNonNull(limit, "limit");
            if (amount < 0) {
                throw new IllegalArgumentException("amount: expected 0 or more, found " + amount);
            }
        }
    }

    /**
     * Where a limit stands after a reservation.
     *
     * @param enough whether there was enough for the claim
     * @param remaining how much is left; never negative
     * @param resetAfter until all of it is back, if nothing more is taken
     * @param retryAfter until there is enough for the claim; zero where there was, {@code null} where there never is
     *     because the claim is larger than the capacity, or where nobody knows
     */
    record Standing(
            boolean enough,
            long remaining,
            Duration resetAfter,
            @Nullable Duration retryAfter) {
        public Standing {
            Objects.requireNonNull(resetAfter, "resetAfter");
        }

        /** Until there is enough for the claim, if that is known. */
        public Optional<Duration> retryAfterIfKnown() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** What came of an attempt to reserve. Safe for concurrent use. */
    interface Reservation {

        /** Whether everything was taken; else nothing was. */
        boolean granted();

        /** Where each claim's limit stands, in the order of the claims. */
        List<Standing> standings();

        /**
         * Replaces the reserved amounts by those that were used, more or less. Only the first call counts; of a
         * reservation that was not granted none does. Does not block.
         *
         * @param used the amounts in the order of the claims; a lease is given back whatever is said of it
         */
        void settle(long... used);
    }
}
