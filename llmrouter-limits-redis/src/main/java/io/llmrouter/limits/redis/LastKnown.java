package io.llmrouter.limits.redis;

import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import io.llmrouter.api.spi.LimitStore.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What Redis last said of each limit: how much was used, how much was left, and how many instances count. Of it an instance
 * takes its share while Redis is away, and brings it back to a Redis that has lost its memory. Bounded; safe for concurrent
 * use.
 */
final class LastKnown {
    private static final int MOST = 100_000;

    private final InstantSource clock;
    private final Map<String, State> states = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, State> eldest) {
            return size() > MOST;
        }
    };
    private long instances = 1;
    private long versions;

    /**
     * What was said of a limit.
     *
     * @param at when, by Redis' clock in microseconds
     * @param begins when its period of the calendar began, in milliseconds
     * @param version how often Redis had spoken: names what is counted since
     */
    private record State(long at, long begins, long used, long left, long version) {
        State plus(long amount) {
            return new State(at, begins, used + amount, Math.max(0, left - amount), version);
        }

        State without(long amount) {
            return new State(at, begins, used, Math.max(0, left - amount), version);
        }
    }

    LastKnown(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Takes note of an answer, unless a later one has come already.
     *
     * @param untold what was used of a limit that Redis does not know yet
     */
    synchronized void heard(Claims claims, List<?> answer, ToLongFunction<Limit> untold) {
        instances = Math.max(1, Claims.instances(answer));
        long at = Claims.time(answer);
        List<Standing> standings = claims.standings(answer);
        long[] stamps = claims.stamps(answer);
        for (int i = 0; i < stamps.length; i++) {
            Limit limit = claims.list().get(i).limit();
            State known = states.get(limit.key());
            if (isOfCalendar(limit) && (known == null || known.at < at)) {
                long left = standings.get(i).remaining();
                var state = new State(at, stamps[i], limit.capacity() - left, left, ++versions);
                states.put(limit.key(), state.without(untold.applyAsLong(limit)));
            }
        }
    }

    /** What was reserved in a period was settled by so much more, or less where it is negative. */
    synchronized void settled(Limit limit, long begins, long more) {
        states.computeIfPresent(limit.key(), (key, state) -> state.begins == begins ? state.plus(more) : state);
    }

    /** Redis was told of a use that it did not know; the share that it was of is used up all the same. */
    synchronized void charged(Limit limit, long amount) {
        states.computeIfPresent(
                limit.key(),
                (key, state) -> new State(state.at, state.begins, state.used + amount, state.left, state.version));
    }

    /** The beginning of the period, and what was used in it. */
    synchronized long[] usage(Limit limit) {
        State known = states.get(limit.key());
        return known == null ? new long[2] : new long[] {known.begins, known.used};
    }

    /**
     * The claim on this instance's share: of the money that was left, or of a rate.
     *
     * <p>Money is counted from when Redis last spoke, so that an outage that is interrupted before Redis has spoken again
     * goes on with what is left of the same share.
     */
    synchronized Claim share(Claim claim) {
        Limit limit = claim.limit();
        if (!isOfCalendar(limit)) {
            long share = Math.max(1, limit.capacity() / instances);
            return new Claim(new Limit(limit.key(), limit.kind(), share, limit.window()), claim.amount());
        }
        State known = states.get(limit.key());
        long left = known != null && known.begins == begins(limit.kind()) ? known.left : limit.capacity();
        String key = "share:" + (known == null ? 0 : known.version) + ":" + limit.key();
        return new Claim(new Limit(key, limit.kind(), left / instances, Duration.ZERO), claim.amount());
    }

    private long begins(Kind kind) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(clock.millis()), ZoneOffset.UTC);
        LocalDate first = kind == Kind.DAY ? day : day.withDayOfMonth(1);
        return first.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    private static boolean isOfCalendar(Limit limit) {
        return limit.kind() == Kind.DAY || limit.kind() == Kind.MONTH;
    }

    /** For the log. */
    synchronized long instances() {
        return instances;
    }
}
