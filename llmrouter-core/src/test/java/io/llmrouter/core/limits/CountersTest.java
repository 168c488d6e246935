package io.llmrouter.core.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import io.llmrouter.api.spi.LimitStore.Reservation;
import io.llmrouter.core.limits.Counter.Now;
import io.llmrouter.core.limits.Counter.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The counters one by one, at their borders. */
class CountersTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long SECOND = 1_000_000_000L;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong millis = new AtomicLong();

    @Test
    void aLimitThatChangesItsKindOrWindowIsCountedAnew() {
        var store = store(10);
        for (Limit limit : List.of(
                new Limit("k", Kind.RATE, 1, MINUTE),
                new Limit("k", Kind.RATE, 1, Duration.ofMinutes(2)),
                new Limit("k", Kind.CONCURRENCY, 1, MINUTE),
                new Limit("k", Kind.CONCURRENCY, 1, Duration.ofMinutes(2)),
                new Limit("k", Kind.DAY, 1, Duration.ZERO),
                new Limit("k", Kind.MONTH, 1, Duration.ZERO))) {
            assertThat(reserve(store, limit, 1).granted()).as(limit.toString()).isTrue();
            assertThat(reserve(store, limit, 1).granted()).as(limit.toString()).isFalse();
            assertThat(store.size()).isEqualTo(1);
        }
    }

    @Test
    void aLimitWithAnotherCapacityIsStillTheSameCounter() {
        var store = store(10);
        reserve(store, new Limit("k", Kind.RATE, 2, MINUTE), 2);

        Reservation more = reserve(store, new Limit("k", Kind.RATE, 3, MINUTE), 1);

        assertThat(more.granted()).isTrue();
        assertThat(more.standings().get(0).remaining()).isZero();
    }

    @Test
    void anAmountIsBackASlotAfterItsWindow() {
        var counter = new SlidingCounter(60 * SECOND);
        counter.take(1, at(0));
        counter.take(2, at(30));

        assertThat(counter.until(1, at(30))).isEqualTo(Duration.ofSeconds(31));
        assertThat(counter.until(2, at(30))).isEqualTo(Duration.ofSeconds(61));
        assertThat(counter.until(3, at(45))).isEqualTo(Duration.ofSeconds(46));
        assertThat(counter.used(at(60))).isEqualTo(3);
        assertThat(counter.used(at(61))).isEqualTo(2);
        assertThat(counter.until(1, at(61))).isEqualTo(Duration.ofSeconds(30));
        assertThat(counter.used(at(91))).isZero();
    }

    @Test
    void aWindowThatIsNoMultipleOfItsSlotsHasNoPlaceWithTooMuch() {
        var counter = new SlidingCounter(90);
        counter.take(1, new Now(0, 0));

        assertThat(counter.used(new Now(90, 0))).as("within the window").isEqualTo(1);
        assertThat(counter.used(new Now(1_000, 0))).isZero();
    }

    @Test
    void aClockThatStandsStillOrBeginsBelowZeroCountsAsWell() {
        var counter = new SlidingCounter(60 * SECOND);
        counter.take(1, at(-30));
        counter.take(1, at(-30));

        assertThat(counter.used(at(30))).isEqualTo(2);
        assertThat(counter.used(at(31))).isZero();
    }

    @Test
    void whatIsSettledInItsWindowIsCountedWhereItWasTaken() {
        var counter = new SlidingCounter(60 * SECOND);
        Taken taken = counter.take(10, at(0));
        taken.settle(4, at(60));

        assertThat(counter.used(at(60))).isEqualTo(4);
        assertThat(counter.used(at(61))).isZero();
    }

    @Test
    void whatIsSettledAfterItsWindowIsCountedNowAsFarAsItIsMore() {
        var counter = new SlidingCounter(60 * SECOND);
        counter.take(10, at(0)).settle(14, at(61));
        assertThat(counter.used(at(61))).isEqualTo(4);
        assertThat(counter.used(at(121))).isEqualTo(4);
        assertThat(counter.used(at(122))).isZero();

        counter.take(10, at(200)).settle(10, at(300));
        counter.take(10, at(300)).undo(at(400));
        assertThat(counter.used(at(400))).isZero();
    }

    @Test
    void aLeaseEndsWhenItIsGivenBackAndAtItsTime() {
        var counter = new LeaseCounter(60 * SECOND);
        Taken first = counter.take(2, at(0));
        counter.take(1, at(10));
        counter.take(0, at(10));
        assertThat(counter.used(at(59))).isEqualTo(3);
        assertThat(counter.used(at(60))).isEqualTo(1);

        first.settle(0, at(60));
        assertThat(counter.used(at(60))).as("given back once, by its time").isEqualTo(1);
        assertThat(counter.used(at(70))).isZero();
    }

    @Test
    void aReservationIsSettledOnceAndWithAnAmountForEachClaim() {
        var store = store(10);
        var limit = new Limit("k", Kind.RATE, 10, MINUTE);
        Reservation reservation = reserve(store, limit, 6);

        assertThatThrownBy(() -> reservation.settle(1, 2)).isInstanceOf(IllegalArgumentException.class);
        reservation.settle(2);
        reservation.settle(9);

        assertThat(reserve(store, limit, 0).standings().get(0).remaining()).isEqualTo(8);
        Reservation refused = reserve(store, limit, 9);
        refused.settle();
        assertThat(reserve(store, limit, 0).standings().get(0).remaining()).isEqualTo(8);
    }

    @Test
    void anIdleCounterMakesRoomBeforeOneThatIsUsed() {
        var store = store(3);
        Limit used = new Limit("used", Kind.RATE, 1, MINUTE);
        Limit idle = new Limit("idle", Kind.RATE, 1, MINUTE);
        reserve(store, used, 1);
        reserve(store, idle, 0);
        reserve(store, new Limit("third", Kind.RATE, 1, MINUTE), 1);

        reserve(store, new Limit("fourth", Kind.RATE, 1, MINUTE), 1);

        assertThat(store.size()).isEqualTo(3);
        assertThat(reserve(store, used, 1).granted()).as("still counted").isFalse();
    }

    @Test
    void whereAllAreUsedTheOneThatWasUsedLongestAgoMakesRoom() {
        var store = store(9);
        for (int i = 0; i < 9; i++) {
            reserve(store, new Limit("k" + i, Kind.RATE, 1, MINUTE), 1);
        }
        reserve(store, new Limit("k0", Kind.RATE, 1, MINUTE), 0);

        reserve(store, new Limit("k9", Kind.RATE, 1, MINUTE), 1);

        assertThat(reserve(store, new Limit("k0", Kind.RATE, 1, MINUTE), 1).granted())
                .isFalse();
        assertThat(reserve(store, new Limit("k2", Kind.RATE, 1, MINUTE), 1).granted())
                .isFalse();
        assertThat(reserve(store, new Limit("k1", Kind.RATE, 1, MINUTE), 1).granted())
                .as("forgotten")
                .isTrue();
    }

    @Test
    void anUnusedLimitIsWholeAtOnce() {
        Reservation look = reserve(store(3), new Limit("k", Kind.DAY, 5, Duration.ZERO), 0);

        assertThat(look.standings().get(0).resetAfter()).isZero();
        assertThat(look.standings().get(0).retryAfterIfKnown()).contains(Duration.ZERO);
    }

    @Test
    void aFullDayIsBackAtMidnight() {
        millis.set(Instant.parse("2026-11-30T23:59:00Z").toEpochMilli());
        var store = store(3);
        reserve(store, new Limit("d", Kind.DAY, 5, Duration.ZERO), 5);
        reserve(store, new Limit("m", Kind.MONTH, 5, Duration.ZERO), 5);

        assertThat(reserve(store, new Limit("d", Kind.DAY, 5, Duration.ZERO), 1)
                        .standings()
                        .get(0)
                        .retryAfterIfKnown())
                .contains(MINUTE);
        assertThat(reserve(store, new Limit("m", Kind.MONTH, 5, Duration.ZERO), 1)
                        .standings()
                        .get(0)
                        .resetAfter())
                .isEqualTo(MINUTE);
    }

    @Test
    void aStoreThatIsClosedForgets() {
        var store = store(3);
        var limit = new Limit("k", Kind.RATE, 1, MINUTE);
        reserve(store, limit, 1);
        store.close();

        assertThat(store.size()).isZero();
        assertThat(reserve(store, limit, 1).granted()).isTrue();
    }

    private MemoryLimitStore store(int most) {
        return new MemoryLimitStore(most, nanos::get, () -> Instant.ofEpochMilli(millis.get()));
    }

    private static Reservation reserve(MemoryLimitStore store, Limit limit, long amount) {
        return store.reserve(List.of(new Claim(limit, amount)))
                .toCompletableFuture()
                .join();
    }

    private static Now at(long second) {
        return new Now(second * SECOND, 0);
    }
}
