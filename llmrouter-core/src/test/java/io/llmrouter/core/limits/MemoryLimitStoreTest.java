package io.llmrouter.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import io.llmrouter.api.spi.LimitStore.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryLimitStoreTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limit REQUESTS = new Limit("requests", Kind.RATE, 3, MINUTE);
    private static final Limit TOKENS = new Limit("tokens", Kind.RATE, 6_000, MINUTE);
    private static final Limit CALLS = new Limit("calls", Kind.CONCURRENCY, 2, Duration.ofMinutes(10));

    private final AtomicLong nanos = new AtomicLong(123_456_789);
    private Instant calendar = Instant.parse("2026-11-22T23:00:00Z");
    private final MemoryLimitStore store = new MemoryLimitStore(100, nanos::get, () -> calendar);

    private Reservation take(Limit limit, long amount) {
        return reserve(new Claim(limit, amount));
    }

    private Reservation reserve(Claim... claims) {
        return store.reserve(List.of(claims)).toCompletableFuture().join();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        calendar = calendar.plus(time);
    }

    @Test
    void aRateIsFullAfterItsCapacityAndTheTimeToRetryIsTrue() {
        assertThat(take(REQUESTS, 1).granted()).isTrue();
        pass(Duration.ofSeconds(20));
        assertThat(take(REQUESTS, 2).granted()).isTrue();
        Reservation refused = take(REQUESTS, 1);
        assertThat(refused.granted()).isFalse();
        Duration retry = refused.standings().get(0).retryAfterIfKnown().orElseThrow();
        assertThat(retry).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41));
        pass(retry.minusNanos(1));
        assertThat(take(REQUESTS, 1).granted()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(take(REQUESTS, 1).granted()).isTrue();
        assertThat(take(REQUESTS, 1).granted()).isFalse();
    }

    @Test
    void noMinuteHasMoreThanTheCapacityWhereverItBegins() {
        var random = new SplittableRandom(7);
        List<long[]> taken = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            pass(Duration.ofMillis(random.nextInt(400)));
            long amount = 1L + random.nextInt(900);
            if (take(TOKENS, amount).granted()) {
                taken.add(new long[] {nanos.get(), amount});
            }
        }
        assertThat(taken).hasSizeGreaterThan(100);
        for (long[] first : taken) {
            long sum = taken.stream()
                    .filter(t -> t[0] >= first[0] && t[0] < first[0] + MINUTE.toNanos())
                    .mapToLong(t -> t[1])
                    .sum();
            assertThat(sum).isLessThanOrEqualTo(6_000);
        }
    }

    @Test
    void settlingGivesBackWhatWasNotUsedAndChargesWhatWasUsedBeyond() {
        Reservation one = take(TOKENS, 6_000);
        assertThat(take(TOKENS, 1).granted()).isFalse();
        one.settle(1_000);
        one.settle(0);
        Reservation two = take(TOKENS, 5_000);
        assertThat(two.granted()).isTrue();
        assertThat(two.standings().get(0).remaining()).isZero();
        two.settle(7_000);
        assertThat(take(TOKENS, 1).granted()).isFalse();
        pass(MINUTE.plusSeconds(1));
        assertThat(take(TOKENS, 6_000).granted()).isTrue();
    }

    @Test
    void whatIsSettledLateDoesNotMakeRoomTwice() {
        Reservation slow = take(TOKENS, 6_000);
        pass(MINUTE.plusSeconds(1));
        assertThat(take(TOKENS, 6_000).granted()).isTrue();
        slow.settle(100);
        assertThat(take(TOKENS, 1).granted()).isFalse();
    }

    @Test
    void aClaimAboveTheCapacityNeverFits() {
        Reservation refused = take(TOKENS, 6_001);
        assertThat(refused.granted()).isFalse();
        assertThat(refused.standings().get(0).retryAfterIfKnown()).isEmpty();
        assertThat(refused.standings().get(0).remaining()).isEqualTo(6_000);
    }

    @Test
    void allIsTakenOrNothing() {
        take(CALLS, 1);
        Reservation refused = reserve(new Claim(REQUESTS, 1), new Claim(CALLS, 2), new Claim(TOKENS, 1));
        assertThat(refused.granted()).isFalse();
        assertThat(refused.standings()).extracting(s -> s.enough()).containsExactly(true, false, true);
        assertThat(reserve(new Claim(REQUESTS, 3), new Claim(CALLS, 1), new Claim(TOKENS, 6_000))
                        .granted())
                .isTrue();
    }

    @Test
    void twoClaimsOnOneLimitAddUp() {
        assertThat(reserve(new Claim(REQUESTS, 2), new Claim(REQUESTS, 2)).granted())
                .isFalse();
        assertThat(take(REQUESTS, 3).granted()).isTrue();
    }

    @Test
    void aLeaseComesBackOnceWhenItIsSettledOrWhenItsHolderIsLost() {
        Reservation one = take(CALLS, 1);
        take(CALLS, 1);
        assertThat(take(CALLS, 1).granted()).isFalse();
        one.settle(0);
        one.settle(0);
        assertThat(take(CALLS, 1).granted()).isTrue();
        assertThat(take(CALLS, 1).granted()).isFalse();
        pass(Duration.ofMinutes(10));
        assertThat(take(CALLS, 2).granted()).isTrue();
    }

    @Test
    void daysAndMonthsBeginAtMidnightOfUtc() {
        var day = new Limit("day", Kind.DAY, 5, Duration.ZERO);
        var month = new Limit("month", Kind.MONTH, 5, Duration.ZERO);
        Reservation before = reserve(new Claim(day, 5), new Claim(month, 5));
        assertThat(take(day, 1).standings().get(0).retryAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(take(month, 1).standings().get(0).retryAfter())
                .isEqualTo(Duration.ofDays(8).plusHours(1));
        pass(Duration.ofHours(1));
        assertThat(take(day, 5).granted()).isTrue();
        before.settle(0, 1);
        assertThat(take(day, 1).granted()).isFalse();
        assertThat(take(month, 4).granted()).isTrue();
        assertThat(take(month, 1).granted()).isFalse();
    }

    @Test
    void aCalendarThatJumpsBackGivesNothingBack() {
        var day = new Limit("day", Kind.DAY, 5, Duration.ZERO);
        take(day, 5);
        calendar = calendar.minus(Duration.ofDays(2));
        assertThat(take(day, 1).granted()).isFalse();
    }

    @Test
    void theNumberOfCountersIsBoundedAndIdleOnesGoFirst() {
        for (int i = 0; i < 99; i++) {
            take(new Limit("idle" + i, Kind.RATE, 5, MINUTE), 0);
        }
        take(new Limit("busy", Kind.DAY, 5, Duration.ZERO), 5);
        for (int i = 0; i < 99; i++) {
            take(new Limit("more" + i, Kind.RATE, 5, MINUTE), 1);
        }
        assertThat(store.size()).isEqualTo(100);
        assertThat(take(new Limit("busy", Kind.DAY, 5, Duration.ZERO), 1).granted())
                .isFalse();
        for (int i = 0; i < 1_000; i++) {
            take(new Limit("flood" + i, Kind.RATE, 5, MINUTE), 1);
        }
        assertThat(store.size()).isEqualTo(100);
    }

    @Test
    void manyThreadsNeverTakeMoreThanThereIs() throws Exception {
        var budget = new Limit("budget", Kind.DAY, 100_000, Duration.ZERO);
        var calls = new Limit("at-a-time", Kind.CONCURRENCY, 3, Duration.ofMinutes(10));
        var spent = new AtomicLong();
        var now = new AtomicLong();
        var most = new AtomicLong();
        var start = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(8);
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            var random = new SplittableRandom(t);
            all.add(CompletableFuture.runAsync(
                    () -> {
                        awaitQuietly(start);
                        for (int i = 0; i < 20_000; i++) {
                            Reservation got = reserve(new Claim(budget, 1L + random.nextInt(50)), new Claim(calls, 1));
                            if (got.granted()) {
                                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                long used = random.nextInt(2);
                                spent.addAndGet(used);
                                now.decrementAndGet();
                                got.settle(used, 0);
                            }
                        }
                    },
                    pool));
        }
        start.countDown();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        pool.shutdown();
        assertThat(most.get()).isBetween(1L, 3L);
        assertThat(take(budget, 0).standings().get(0).remaining()).isEqualTo(100_000 - spent.get());
        assertThat(reserve(new Claim(calls, 3)).granted()).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
