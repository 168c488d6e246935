package io.llmrouter.core.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.Usage;
import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.core.config.Budget;
import io.llmrouter.core.config.Budget.Window;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.limits.Item.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a call reserves, and what of it stays counted. */
class TabTest {
    private static final Estimate SMALL = new Estimate(100, new BigDecimal("0.25"));
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryLimitStore store =
            new MemoryLimitStore(100, nanos::get, () -> Instant.parse("2026-11-22T23:00:00Z"));

    @Test
    void aCallThatNothingLimitsHasATabThatCostsNothing() {
        Tab tab = open(new Items());

        assertThat(tab.granted()).isTrue();
        assertThat(tab.isEmpty()).isTrue();
        assertThat(tab.refused()).isEmpty();
        assertThat(tab.retryAfter()).contains(Duration.ZERO);
        tab.settle(List.of(attempt(Usage.reported(1, 1), "1")));
        assertThat(store.size()).isZero();
    }

    @Test
    void allIsReservedOrNothing() {
        Items both = new Items()
                .rates("a", "alice", new RateLimits(10, null, null), SMALL)
                .rates("b", "bob", new RateLimits(null, 50, null), SMALL);

        Tab refused = open(both);

        assertThat(refused.granted()).isFalse();
        assertThat(refused.isEmpty()).isFalse();
        assertThat(refused.refused().orElseThrow().whose()).isEqualTo("bob");
        assertThat(left(Unit.REQUESTS)).isEqualTo(10);
    }

    @Test
    void theAttemptsOfACallReplaceWhatItReserved() {
        Tab tab = open(everything());

        tab.settle(List.of(attempt(Usage.reported(10, 20), "0.1"), attempt(Usage.reported(5, 5), "0.02")));

        assertThat(left(Unit.TOKENS)).isEqualTo(1_000 - 40);
        assertThat(left(Unit.CALLS)).isEqualTo(2);
        assertThat(left(Unit.MONEY)).isEqualTo(880_000_000L);
        assertThat(left(Unit.REQUESTS)).isEqualTo(9);
    }

    @Test
    void whatIsUnknownOfAnAttemptStaysAsItWasReserved() {
        Tab tab = open(everything());

        tab.settle(List.of(attempt(Usage.reported(10, 20), null), attempt(Usage.UNKNOWN, "0.02")));

        assertThat(left(Unit.TOKENS)).isEqualTo(900);
        assertThat(left(Unit.MONEY)).isEqualTo(750_000_000L);
    }

    @Test
    void aCallOfWhichNobodyKnowsWhatItUsedKeepsAllButItsPlace() {
        Tab tab = open(everything());

        tab.keep();

        assertThat(left(Unit.TOKENS)).isEqualTo(900);
        assertThat(left(Unit.CALLS)).isEqualTo(2);
        assertThat(left(Unit.MONEY)).isEqualTo(750_000_000L);
    }

    @Test
    void aCallThatWasNotMadeIsCountedAsAskedForOnly() {
        Tab tab = open(everything());

        tab.cancel();

        assertThat(left(Unit.TOKENS)).isEqualTo(1_000);
        assertThat(left(Unit.CALLS)).isEqualTo(2);
        assertThat(left(Unit.MONEY)).isEqualTo(1_000_000_000L);
        assertThat(left(Unit.REQUESTS)).isEqualTo(9);
    }

    @Test
    void theWaitIsThatOfTheSlowestLimitAndUnknownIfOneIs() {
        open(new Items().rates("a", "alice", new RateLimits(1, 100, null), SMALL));
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        open(new Items().rates("b", "bob", new RateLimits(1, null, null), SMALL));
        Tab two = open(new Items()
                .rates("a", "alice", new RateLimits(1, null, null), SMALL)
                .rates("b", "bob", new RateLimits(1, null, null), SMALL));
        Tab calls = open(new Items().rates("c", "carol", new RateLimits(null, null, 0), SMALL));

        assertThat(two.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
        assertThat(calls.retryAfter()).isEmpty();
    }

    @Test
    void aRequestLargerThanItsWholeLimitNeverFits() {
        assertThat(open(tokens(100)).neverFits()).isFalse();
        assertThat(open(tokens(99)).neverFits()).isTrue();
    }

    @Test
    void aUnitWithoutALimitHasNoLevel() {
        Tab tab = open(tokens(1_000));

        assertThat(tab.level(Unit.TOKENS).orElseThrow().capacity()).isEqualTo(1_000);
        assertThat(tab.level(Unit.MONEY)).isEmpty();
    }

    @Test
    void aComplaintSaysWhoseLimitItIsAndHowMuchIsLeft() {
        open(tokens(150));
        assertThat(open(tokens(150)).complaint())
                .isEqualTo("alice has 50 of its 150 tokens per minute left; the request may need 100");
        assertThat(open(new Items().rates("r", "bob", new RateLimits(0, null, null), SMALL))
                        .complaint())
                .isEqualTo("bob has used up its 0 requests per minute");
        assertThat(open(new Items().rates("c", "carol", new RateLimits(null, null, 0), SMALL))
                        .complaint())
                .isEqualTo("carol has 0 requests under way, as many as it may have");
        assertThat(open(budget("0.2", Window.DAY)).complaint())
                .isEqualTo("dave has $0.2 of its $0.2 a day left; the request may cost $0.25");
        assertThat(open(budget("0", Window.MONTH)).complaint())
                .isEqualTo("dave has $0 of its $0 a month left; the request may cost $0.25");
    }

    @Test
    void aTabThatWasGrantedHasNothingToComplainOf() {
        assertThatThrownBy(() -> open(tokens(1_000)).complaint()).isInstanceOf(java.util.NoSuchElementException.class);
    }

    @Test
    void aCallOfUnknownCostTakesNothingOfABudget() {
        Items items = new Items()
                .budget("all", "all", new Budget("all", BigDecimal.ONE, Window.DAY), new Estimate(100, null));

        assertThat(items.list().get(0).claim().amount()).isZero();
        assertThat(open(items).granted()).isTrue();
    }

    private static Items tokens(int most) {
        return new Items().rates("t" + most, "alice", new RateLimits(null, most, null), SMALL);
    }

    private static Items budget(String usd, Window window) {
        return new Items().budget("dave", "dave", new Budget("user", new BigDecimal(usd), window), SMALL);
    }

    private static Items everything() {
        return new Items()
                .rates("a", "alice", new RateLimits(10, 1_000, 2), SMALL)
                .budget("a", "alice", new Budget("user", BigDecimal.ONE, Window.DAY), SMALL);
    }

    private Tab open(Items items) {
        return Tab.open(store, items.list()).toCompletableFuture().join();
    }

    /** What is left of a limit of {@link #everything}. */
    private long left(Unit unit) {
        return everything().list().stream()
                .filter(item -> item.unit() == unit)
                .map(item -> new Claim(item.claim().limit(), 0))
                .map(look -> store.reserve(List.of(look)).toCompletableFuture().join())
                .mapToLong(reservation -> reservation.standings().get(0).remaining())
                .sum();
    }

    private static Attempt attempt(Usage usage, @Nullable String cost) {
        return new Attempt(
                "m",
                "test",
                Duration.ZERO,
                Duration.ZERO,
                null,
                usage,
                cost == null ? null : new BigDecimal(cost),
                true,
                null);
    }
}
