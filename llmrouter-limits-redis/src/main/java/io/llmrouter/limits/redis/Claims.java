package io.llmrouter.limits.redis;

import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Claims as the scripts take them, and their answers as the store gives them. */
final class Claims {
    /** Fields of a claim in an answer: enough, remaining, reset, retry, stamp. */
    private static final int FIELDS = 5;

    private static final long LIFETIME = Duration.ofHours(2).toMillis();

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

    List<String> keys() {
        var keys = new ArrayList<String>(claims.size() + 1);
        keys.add(prefix + ":reservation:" + id);
        claims.forEach(claim -> keys.add(prefix + ":" + claim.limit().key()));
        return keys;
    }

    List<String> toReserve() {
        var arguments = new ArrayList<String>();
        arguments.add(id);
        arguments.add(Long.toString(LIFETIME));
        for (Claim claim : claims) {
            arguments.add(claim.limit().kind().name());
            arguments.add(Long.toString(claim.limit().capacity()));
            arguments.add(Long.toString(claim.amount()));
            arguments.add(Long.toString(claim.limit().window().toMillis()));
        }
        return arguments;
    }

    /**
     * What to settle.
     *
     * @param stamps when each amount was reserved, as the answer says; 0 where that is unknown
     */
    List<String> toSettle(long[] stamps, long[] used) {
        return settlement(id, stamps, true, used);
    }

    /** What to count that was never reserved in Redis. */
    List<String> toCharge(long... used) {
        return settlement("", new long[claims.size()], false, used);
    }

    private List<String> settlement(String name, long[] stamps, boolean reserved, long[] used) {
        var arguments = new ArrayList<String>();
        arguments.add(name);
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            boolean lease = claim.limit().kind() == Kind.CONCURRENCY;
            arguments.add(claim.limit().kind().name());
            arguments.add(Long.toString(claim.limit().window().toMillis()));
            arguments.add(Long.toString(stamps[i]));
            arguments.add(Long.toString(reserved ? claim.amount() : 0));
            arguments.add(Long.toString(lease ? 0 : used[i]));
        }
        return arguments;
    }

    static boolean granted(List<?> answer) {
        return number(answer, 0) == 1;
    }

    List<Standing> standings(List<?> answer) {
        var standings = new ArrayList<Standing>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            int at = 1 + i * FIELDS;
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
            stamps[i] = number(answer, 1 + i * FIELDS + 4);
        }
        return stamps;
    }

    private static long number(List<?> answer, int index) {
        return (Long) answer.get(index);
    }
}
