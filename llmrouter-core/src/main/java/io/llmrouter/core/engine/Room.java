package io.llmrouter.core.engine;

import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Reservation;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.limits.Estimate;
import io.llmrouter.core.limits.Item;
import io.llmrouter.core.limits.Items;
import io.llmrouter.core.limits.Tab;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a model seems to have room, without taking any: by what this process has used itself and, where others
 * count too, by what it was last refused. Safe for concurrent use.
 */
final class Room {
    private final @Nullable LimitStore local;
    private final boolean shared;
    private final Timing timing;

    Room(@Nullable LimitStore local, boolean shared, Timing timing) {
        this.local = local;
        this.shared = shared;
        this.timing = timing;
    }

    /** A store that others use too has refused a reservation. */
    void noted(Member member, Tab tab) {
        Duration wait = tab.retryAfter().orElse(null);
        boolean ofTokens =
                tab.refused().filter(item -> item.unit() == Item.Unit.TOKENS).isPresent();
        if (shared && wait != null && !ofTokens) {
            member.fullUntil(timing.nanoTime() + wait.toNanos());
        }
    }

    /** Why there seems to be no room; empty if there seems to be. */
    Optional<String> objection(Member member, RateLimits ofKeys, Estimate estimate) {
        long full = member.fullUntil() - timing.nanoTime();
        if (full > 0) {
            return Optional.of("no room for another " + Math.max(1, full / 1_000_000) / 1000.0 + " s");
        }
        RateLimits limits = member.entry().limits();
        Integer calls = limits.maxConcurrent();
        if (shared && calls != null && member.inFlight() >= calls) {
            return Optional.of("no room: " + calls + " requests under way");
        }
        Optional<String> lack = lack(new Items().rates("model:" + member.name(), "the model", limits, estimate));
        return lack.isPresent() || ofKeys.areAbsent() ? lack : ofAllKeys(member, ofKeys, estimate);
    }

    private Optional<String> ofAllKeys(Member member, RateLimits ofKeys, Estimate estimate) {
        KeyRing keys = member.health().keys();
        Optional<String> lack = Optional.empty();
        for (ApiKey key : keys.all()) {
            lack = lack(new Items().rates(keys.owner(key), "its keys", ofKeys, estimate));
            if (lack.isEmpty()) {
                return lack;
            }
        }
        return lack;
    }

    private Optional<String> lack(Items needed) {
        List<Item> items = needed.list();
        if (local == null || items.isEmpty()) {
            return Optional.empty();
        }
        List<Claim> look =
                items.stream().map(item -> new Claim(item.claim().limit(), 0)).toList();
        Reservation known = local.reserve(look).toCompletableFuture().getNow(null);
        for (int i = 0; known != null && i < items.size(); i++) {
            long remaining = known.standings().get(i).remaining();
            Claim claim = items.get(i).claim();
            if (remaining < claim.amount() && !(shared && claim.limit().kind() == Kind.CONCURRENCY)) {
                return Optional.of("no room: " + text(items.get(i), remaining));
            }
        }
        return Optional.empty();
    }

    private static String text(Item item, long remaining) {
        long capacity = item.claim().limit().capacity();
        return switch (item.unit()) {
            case REQUESTS -> item.whose() + " used up " + capacity + " requests per minute";
            case TOKENS ->
                remaining + " of " + capacity + " tokens per minute left, and it may need "
                        + item.claim().amount();
            case CALLS -> capacity + " requests under way";
            case MONEY -> "its budget is spent";
        };
    }
}
