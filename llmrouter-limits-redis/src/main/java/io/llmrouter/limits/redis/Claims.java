package io.llmrouter.limits.redis;

import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Claims as the scripts take them, and their answers as the store gives them. */
final class Claims {
    /** Fields of a claim in an answer: enough, remaining, reset, retry, stamp. */
    private static final int FIELDS = 5;

    /** Where the first claim stands in an answer. */
    private static final int FIRST = 3;

    private static final long LIFETIME = Duration.ofHours(2).toMillis();
    /** For how long an instance counts that says nothing. */
    private static final long INSTANCE_LIFETIME = Duration.ofMinutes(10).toMillis();
    /** For how long what was sent to a Redis that hangs may still arrive. */
    private static final long ON_ITS_WAY = Duration.ofMinutes(10).toMillis();

    private final List<Claim> claims;
    private final String prefix;
    private final String id = UUID.randomUUID().toString();

    Claims(List<Claim> claims, String prefix) {
        this.claims = List.copyOf(claims);
        this.prefix = prefix;
    }

    List<Claim> list() {
        return claims;
    }

    /** Where the instances are counted that count such limits. */
    String instancesKey() {
        String kind = claims.isEmpty() ? "" : claims.get(0).limit().key();
        int end = kind.indexOf(':');
        return prefix + ":instances:" + (end < 0 ? kind : kind.substring(0, end));
    }

    List<String> keysToReserve() {
        List<String> keys = keysToSettle();
        keys.add(1, instancesKey());
        return keys;
    }

    private List<String> keysToSettle() {
        var keys = new ArrayList<String>(claims.size() + 2);
        keys.add(prefix + ":reservation:" + id);
        claims.forEach(claim -> keys.add(prefix + ":" + claim.limit().key()));
        return keys;
    }

    List<String> toReserve(String instance, LastKnown known) {
        var arguments = new ArrayList<String>();
        arguments.add(id);
        arguments.add(Long.toString(LIFETIME));
        arguments.add(instance);
        arguments.add(Long.toString(INSTANCE_LIFETIME));
        for (Claim claim : claims) {
            long[] usage = known.usage(claim.limit());
            arguments.add(claim.limit().kind().name());
            arguments.add(Long.toString(claim.limit().capacity()));
            arguments.add(Long.toString(claim.amount()));
            arguments.add(Long.toString(claim.limit().window().toMillis()));
            arguments.add(Long.toString(usage[0]));
            arguments.add(Long.toString(usage[1]));
        }
        return arguments;
    }

    /**
     * What to settle.
     *
     * @param stamps when each amount was reserved, as the answer says
     */
    Settlement settlement(long[] stamps, long... used) {
        return settlement(id, 0, stamps, used, null);
    }

    /** What to give back of a reservation whose answer never came, and which may still be on its way. */
    Settlement release() {
        return settlement(id, ON_ITS_WAY, new long[claims.size()], new long[claims.size()], null);
    }

    /** What to count that was never reserved in Redis. */
    Settlement charge(long used, LastKnown known) {
        return settlement("", 0, new long[claims.size()], new long[] {used}, known);
    }

    private Settlement settlement(String name, long onItsWay, long[] stamps, long[] used, @Nullable LastKnown known) {
        boolean reserved = !name.isEmpty();
        var arguments = new ArrayList<String>();
        arguments.add(name);
        arguments.add(Long.toString(onItsWay));
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            boolean lease = claim.limit().kind() == Kind.CONCURRENCY;
            arguments.add(claim.limit().kind().name());
            arguments.add(Long.toString(claim.limit().window().toMillis()));
            arguments.add(Long.toString(stamps[i]));
            arguments.add(Long.toString(reserved ? claim.amount() : 0));
            arguments.add(Long.toString(lease ? 0 : used[i]));
            long[] usage = known == null ? new long[2] : known.usage(claim.limit());
            arguments.add(Long.toString(usage[0]));
            arguments.add(Long.toString(usage[1]));
        }
        return new Settlement(keysToSettle(), arguments);
    }

    static boolean granted(List<?> answer) {
        return number(answer, 0) == 1;
    }

    /** How many instances count such limits. */
    static long instances(List<?> answer) {
        return number(answer, 1);
    }

    /** When Redis answered, in microseconds. */
    static long time(List<?> answer) {
        return number(answer, 2);
    }

    List<Standing> standings(List<?> answer) {
        var standings = new ArrayList<Standing>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            int at = FIRST + i * FIELDS;
            long retry = number(answer, at + 3);
            standings.add(new Standing(
                    number(answer, at) == 1,
                    number(answer, at + 1),
                    Duration.ofMillis(number(answer, at + 2)),
                    retry < 0 ? null : Duration.ofMillis(retry)));
        }
        return List.copyOf(standings);
    }

    long[] stamps(List<?> answer) {
        long[] stamps = new long[claims.size()];
        for (int i = 0; i < stamps.length; i++) {
            stamps[i] = number(answer, FIRST + i * FIELDS + 4);
        }
        return stamps;
    }

    private static long number(List<?> answer, int index) {
        return (Long) answer.get(index);
    }
}
