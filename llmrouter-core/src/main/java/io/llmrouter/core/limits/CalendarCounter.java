package io.llmrouter.core.limits;

import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What was taken in this day or month of UTC. A clock that is set back does not bring an earlier one back. */
final class CalendarCounter implements Counter {
    private final Period period;
    private long begins = Long.MIN_VALUE;
    private long ends = Long.MIN_VALUE;
    private long used;

    CalendarCounter(Period period) {
        this.period = period;
    }

    @Override
    public boolean suits(Limit limit) {
        return limit.kind() == period.kind;
    }

    @Override
    public long used(Now now) {
        if (now.epochMillis() >= ends) {
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(now.epochMillis()), ZoneOffset.UTC);
            LocalDate first = period == Period.DAY ? day : day.withDayOfMonth(1);
            begins = millis(first);
            ends = millis(period == Period.DAY ? first.plusDays(1) : first.plusMonths(1));
            used = 0;
        }
        return used;
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    @Override
    public Taken take(long amount, Now now) {
        used = used(now) + amount;
        return new Part(begins, amount);
    }

    @Override
    public Duration until(long back, Now now) {
        used(now);
        return Duration.ofMillis(ends - now.epochMillis());
    }

    /** A part of the calendar. */
    enum Period {
        DAY(Kind.DAY),
        MONTH(Kind.MONTH);

        private final Kind kind;

        Period(Kind kind) {
            this.kind = kind;
        }
    }

    private final class Part implements Taken {
        private final long within;
        private final long amount;

        Part(long within, long amount) {
            this.within = within;
            this.amount = amount;
        }

        @Override
        public void settle(long actual, Now now) {
            used(now);
            if (begins == within) {
                used += actual - amount;
            }
        }

        @Override
        public void undo(Now now) {
            settle(0, now);
        }
    }
}
