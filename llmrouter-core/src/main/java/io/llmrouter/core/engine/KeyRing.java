package io.llmrouter.core.engine;

import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.ApiKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one model, in turn; a key that rests is left out until its time is over.
 *
 * <p>A key that was refused rests for all models that share it, a key that met a rate limit for this model alone. A
 * model without keys has one place for its own rate limit.
 */
final class KeyRing implements ApiKeys {
    private static final Duration REFUSED_REST = Duration.ofMinutes(1);
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(1);

    private final List<ApiKey> keys;
    private final List<String> owners;
    /** Of calls for which room was reserved in a key, by the object that the model is asked with. */
    private final Map<Asked, Choice> choices = new ConcurrentHashMap<>();

    private final Timing timing;
    private final AtomicInteger turn;
    private final List<KeyRest> refused;
    private final List<KeyRest> limited;

    KeyRing(List<String> secrets, Timing timing) {
        this(
                IntStream.range(0, secrets.size())
                        .mapToObj(i -> new ApiKey(i, secrets.get(i)))
                        .toList(),
                secrets.stream().map(KeyRing::owner).toList(),
                timing,
                new AtomicInteger(),
                rests(secrets.size(), REFUSED_REST, REFUSED_REST, timing.nanoTime()));
    }

    private KeyRing(List<ApiKey> keys, List<String> owners, Timing timing, AtomicInteger turn, List<KeyRest> refused) {
        this.keys = keys;
        this.owners = owners;
        this.timing = timing;
        this.turn = turn;
        this.refused = refused;
        this.limited = rests(Math.max(1, keys.size()), FIRST_LIMIT, LONGEST_LIMIT, timing.nanoTime());
    }

    private static List<KeyRest> rests(int count, Duration first, Duration longest, long now) {
        return IntStream.range(0, count)
                .mapToObj(i -> new KeyRest(first, longest, now))
                .toList();
    }

    /** The same keys in the same turns for another model, with rate limits of its own. */
    KeyRing forAnotherModel() {
        return new KeyRing(keys, owners, timing, turn, refused);
    }

    /** The name of a key where its use is counted: a hash stands in for it. */
    private static String owner(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return "provider_key:" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    /** The name of a key where its use is counted: the same for all models that share it. */
    String owner(ApiKey key) {
        return owners.get(key.index());
    }

    /** Whose choice of a key counts for a call, until it is forgotten. */
    void choose(Object request, Choice choice) {
        choices.put(new Asked(request), choice);
    }

    void forget(Object request) {
        choices.remove(new Asked(request));
    }

    @Override
    public Optional<ApiKey> next(Object request) {
        Choice choice = choices.isEmpty() ? null : choices.get(new Asked(request));
        return choice == null ? next() : choice.next();
    }

    List<ApiKey> all() {
        return keys;
    }

    /** All keys that do not rest, the next in turn first; if all rest, the one that rests the shortest. */
    List<ApiKey> inTurn() {
        long now = timing.nanoTime();
        int start = Math.floorMod(turn.get(), Math.max(1, keys.size()));
        List<ApiKey> free = IntStream.range(0, keys.size())
                .map(i -> (start + i) % keys.size())
                .filter(index -> left(index, now) == 0)
                .mapToObj(keys::get)
                .toList();
        Optional<ApiKey> next = next();
        return free.isEmpty() ? next.stream().toList() : free;
    }

    @Override
    public Optional<ApiKey> next() {
        int count = keys.size();
        if (count == 0) {
            return Optional.empty();
        }
        int start = count == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), count);
        long now = timing.nanoTime();
        int soonest = start;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < count && shortest > 0; i++) {
            int index = (start + i) % count;
            long left = left(index, now);
            if (left < shortest) {
                shortest = left;
                soonest = index;
            }
        }
        return Optional.of(keys.get(soonest));
    }

    @Override
    public void rest(ApiKey key, @Nullable Duration pause) {
        refused.get(key.index()).begin(timing.nanoTime(), pause);
    }

    @Override
    public void refused(ApiKey key, LlmRouterException error) {
        if (error instanceof RateLimitException limit) {
            limited.get(key.index()).begin(timing.nanoTime(), pauseOf(limit));
        } else {
            rest(key, error.retryAfter().orElse(null));
        }
    }

    /** A rate limit that no key stands for, or that the provider's object did not lay to its key. */
    void limited(RateLimitException error) {
        if (keys.size() <= 1 && limited.get(0).left(timing.nanoTime()) == 0) {
            limited.get(0).begin(timing.nanoTime(), pauseOf(error));
        }
    }

    /** A call that began at that time was answered: limits that come now and then are no longer and longer pauses. */
    void answered(long begunAt) {
        for (KeyRest rest : limited) {
            rest.answered(begunAt);
        }
    }

    private static @Nullable Duration pauseOf(RateLimitException limit) {
        return limit.retryAfter().orElse(limit.quotaExhausted() ? REFUSED_REST : null);
    }

    @Override
    public int size() {
        return keys.size();
    }

    /** Nanoseconds until the provider takes a call again, whichever its key; zero if it does now. */
    long untilUnlimited() {
        long now = timing.nanoTime();
        return shortest(limited, rest -> rest.left(now));
    }

    /** Nanoseconds until a key may be used that was refused; zero if there is one that was not. */
    long untilAccepted() {
        long now = timing.nanoTime();
        return keys.isEmpty() ? 0 : shortest(refused, rest -> rest.left(now));
    }

    private static long shortest(List<KeyRest> rests, ToLongFunction<KeyRest> left) {
        long shortest = Long.MAX_VALUE;
        for (KeyRest rest : rests) {
            shortest = Math.min(shortest, left.applyAsLong(rest));
        }
        return shortest;
    }

    private long left(int index, long now) {
        return Math.max(refused.get(index).left(now), limited.get(index).left(now));
    }

    /** Who chooses the keys of a call, one after the other where they are refused. */
    interface Choice {
        Optional<ApiKey> next();
    }

    /** What a model is asked with: equal only to itself. */
    private record Asked(Object request) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Asked asked && asked.request == request;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(request);
        }

        /** Nothing of the request, which holds a prompt. */
        @Override
        public String toString() {
            return "Asked";
        }
    }
}
