package io.llmrouter.core.limits;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Reservation;
import io.llmrouter.api.spi.LimitStore.Standing;
import io.llmrouter.core.limits.Item.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a call has reserved, until it is settled. Safe for concurrent use.
 *
 * <p>Exactly one of the ways to settle counts, the first.
 */
public final class Tab {
    /** The tab of a call that nothing limits. */
    public static final Tab NONE = new Tab(List.of(), null);

    private final List<Item> items;
    private final @Nullable Reservation reservation;

    private Tab(List<Item> items, @Nullable Reservation reservation) {
        this.items = items;
        this.reservation = reservation;
    }

    /** Reserves all items or none. */
    public static CompletionStage<Tab> open(LimitStore store, List<Item> items) {
        if (items.isEmpty()) {
            return CompletableFuture.completedFuture(NONE);
        }
        List<Claim> claims = items.stream().map(Item::claim).toList();
        return store.reserve(claims).thenApply(reservation -> new Tab(items, reservation));
    }

    public boolean granted() {
        return reservation == null || reservation.granted();
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** The first item for which there was too little; empty if the tab was granted. */
    public Optional<Item> refused() {
        for (int i = 0; i < items.size(); i++) {
            if (!standing(i).enough()) {
                return Optional.of(items.get(i));
            }
        }
        return Optional.empty();
    }

    /** The time until there is enough for all items; empty if nobody knows, or if there never is. */
    public Optional<Duration> retryAfter() {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < items.size(); i++) {
            Duration wait = standing(i).retryAfter();
            if (wait == null) {
                return Optional.empty();
            }
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }
        return Optional.of(longest);
    }

    /** Whether an item is larger than its whole limit, so that waiting is no use. */
    public boolean neverFits() {
        return items.stream()
                .map(Item::claim)
                .anyMatch(claim -> claim.amount() > claim.limit().capacity());
    }

    /** Where the first limit of that unit stands, with its capacity. */
    public Optional<Level> level(Unit unit) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).unit() == unit) {
                return Optional.of(new Level(items.get(i).claim().limit().capacity(), standing(i)));
            }
        }
        return Optional.empty();
    }

    private Standing standing(int index) {
        if (reservation == null) {
            throw new IllegalStateException("A tab without items has no standings");
        }
        return reservation.standings().get(index);
    }

    /** Settles by the attempts of the call; what of them is unknown is taken to be as reserved. */
    public void settle(List<Attempt> attempts) {
        long tokens = 0;
        BigDecimal cost = BigDecimal.ZERO;
        for (Attempt attempt : attempts) {
            tokens += attempt.usage().totalTokens();
            cost = cost == null || attempt.cost() == null ? null : cost.add(attempt.cost());
        }
        boolean known = attempts.stream().allMatch(attempt -> attempt.usage().isKnown());
        settle(known ? tokens : null, cost);
    }

    /**
     * Settles by what was used.
     *
     * @param tokens {@code null} if it is unknown: then the reserved amount stays
     * @param cost in USD; {@code null} if it is unknown: then the reserved amount stays
     */
    public void settle(@Nullable Long tokens, @Nullable BigDecimal cost) {
        if (reservation == null) {
            return;
        }
        long[] used = new long[items.size()];
        for (int i = 0; i < used.length; i++) {
            long reserved = items.get(i).claim().amount();
            used[i] = switch (items.get(i).unit()) {
                case REQUESTS -> reserved;
                case TOKENS -> tokens == null ? reserved : tokens;
                case CALLS -> 0;
                case MONEY -> cost == null ? reserved : Money.nanos(cost);
            };
        }
        reservation.settle(used);
    }

    /** Settles a call of which nobody knows what it used: all stays as reserved, but for its place among others. */
    public void keep() {
        settle(null, null);
    }

    /** Settles a call that was not made: only that it was asked for stays counted. */
    public void cancel() {
        settle(0L, BigDecimal.ZERO);
    }

    /** Gives everything back: the call was never made. */
    public void undo() {
        if (reservation != null) {
            reservation.settle(new long[items.size()]);
        }
    }

    /** What went wrong, for people; to be asked of a tab that was not granted. */
    public String complaint() {
        Item item = refused().orElseThrow();
        long capacity = item.claim().limit().capacity();
        long wanted = item.claim().amount();
        boolean month = item.claim().limit().kind() == Kind.MONTH;
        long left = level(item).remaining();
        return switch (item.unit()) {
            case REQUESTS -> item.whose() + " has used up its " + capacity + " requests per minute";
            case TOKENS ->
                item.whose() + " has " + left + " of its " + capacity + " tokens per minute left; the request may need "
                        + wanted;
            case CALLS -> item.whose() + " has " + capacity + " requests under way, as many as it may have";
            case MONEY ->
                item.whose() + " has " + Money.dollars(left) + " of its " + Money.dollars(capacity) + " a "
                        + (month ? "month" : "day") + " left; the request may cost " + Money.dollars(wanted);
        };
    }

    private Standing level(Item item) {
        return standing(items.indexOf(item));
    }

    /**
     * Where a limit stands.
     *
     * @param capacity how much there is
     * @param standing how much is left, and when it is back
     */
    public record Level(long capacity, Standing standing) {}
}
