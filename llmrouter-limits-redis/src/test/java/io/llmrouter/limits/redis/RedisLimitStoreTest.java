package io.llmrouter.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import io.llmrouter.api.spi.LimitStore.Reservation;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.SettingsTree;
import io.llmrouter.core.limits.LimitStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisLimitStoreTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limit DOLLARS = new Limit("dollars", Kind.MONTH, 10_000, Duration.ZERO);

    @TempDir
    Path folder;

    private RedisServer redis;
    private final List<LimitStore> stores = new ArrayList<>();

    @BeforeEach
    void start() {
        redis = new RedisServer(folder);
    }

    @AfterEach
    void close() {
        stores.forEach(LimitStore::close);
        if (redis != null) {
            redis.close();
        }
    }

    private LimitStore store(String onFailure, String timeout) {
        return store(redis.url(), onFailure, timeout);
    }

    private LimitStore store(String url, String onFailure, String timeout) {
        var settings = SettingsTree.of(
                Map.of("store", "redis", "redis", Map.of("url", url, "on_failure", onFailure, "timeout", timeout)));
        LimitStore store = LimitStores.open(new LimitsConfig("redis", 1_000, settings));
        stores.add(store);
        return store;
    }

    private static Reservation reserve(LimitStore store, Claim... claims) {
        return store.reserve(List.of(claims))
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static Reservation take(LimitStore store, Limit limit, long amount) {
        return reserve(store, new Claim(limit, amount));
    }

    private static long remaining(LimitStore store, Limit limit) {
        return take(store, limit, 0).standings().get(0).remaining();
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
        }
    }

    @Test
    void twoInstancesShareRatesLeasesAndBudgets() {
        LimitStore one = store("reject", "5s");
        LimitStore other = store("reject", "5s");
        var requests = new Limit("requests", Kind.RATE, 3, MINUTE);
        var calls = new Limit("calls", Kind.CONCURRENCY, 2, MINUTE);
        var day = new Limit("day", Kind.DAY, 9_000_000_000_000_000L, Duration.ZERO);
        var claims = new Claim[] {new Claim(requests, 1), new Claim(calls, 1), new Claim(day, 4_000_000_000_000_001L)};

        Reservation first = reserve(one, claims);
        assertThat(first.granted()).isTrue();
        assertThat(first.standings().get(0).remaining()).isEqualTo(2);
        assertThat(reserve(other, claims).granted()).isTrue();
        Reservation third = reserve(one, claims);
        assertThat(third.granted()).isFalse();
        assertThat(third.standings()).extracting(s -> s.enough()).containsExactly(true, false, false);
        assertThat(third.standings().get(1).retryAfterIfKnown()).isEmpty();
        assertThat(third.standings().get(2).retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofDays(1));
        first.settle(1, 0, 1);
        first.settle(1, 0, 1);
        eventually(() -> remaining(other, day) == 9_000_000_000_000_000L - 4_000_000_000_000_002L);
        assertThat(reserve(other, claims).granted()).isTrue();
        Reservation fifth = take(one, requests, 1);
        assertThat(fifth.granted()).isFalse();
        assertThat(fifth.standings().get(0).retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61));
        assertThat(take(one, requests, 4).standings().get(0).retryAfterIfKnown())
                .isEmpty();
    }

    @Test
    void twoInstancesTogetherNeverOverspend() {
        LimitStore[] instances = {store("reject", "20s"), store("reject", "20s")};
        var spent = new AtomicLong();
        var pool = Executors.newFixedThreadPool(8);
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            LimitStore mine = instances[t % 2];
            var random = new SplittableRandom(t);
            all.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 60; i++) {
                            long amount = 20L + random.nextInt(80);
                            Reservation got = take(mine, DOLLARS, amount);
                            if (got.granted()) {
                                long used = random.nextLong(amount + 1);
                                spent.addAndGet(used);
                                got.settle(used);
                            }
                        }
                    },
                    pool));
        }
        all.forEach(CompletableFuture::join);
        pool.shutdown();
        assertThat(spent.get()).isBetween(9_000L, 10_000L);
        eventually(() -> remaining(instances[0], DOLLARS) == 10_000 - spent.get());
    }

    @Test
    void redisThatIsPausedIsWaitedForOnceAndThenTheLocalShareHolds() {
        LimitStore store = store("local", "200ms");
        LimitStore other = store("local", "200ms");
        take(store, DOLLARS, 9_000).settle(9_000);
        eventually(() -> remaining(other, DOLLARS) == 1_000);
        redis.pause();
        for (int i = 0; i < 3; i++) {
            assertThat(take(store, DOLLARS, 0).granted()).isTrue();
        }
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(take(store, DOLLARS, 2_000).granted()).isFalse();
        }
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
        Reservation without = take(store, DOLLARS, 500);
        assertThat(without.granted()).isTrue();
        without.settle(400);
        redis.goOn();
        eventually(() -> remaining(other, DOLLARS) == 600);
    }

    @Test
    void redisThatIsKilledUnderLoadAndStartedAgainIsUsedAgain() {
        LimitStore store = store("local", "500ms");
        var day = new Limit("restarts", Kind.DAY, 1_000_000, Duration.ZERO);
        var spent = new AtomicLong();
        var running = new java.util.concurrent.atomic.AtomicBoolean(true);
        List<CompletableFuture<?>> load = new ArrayList<>();
        var pool = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            load.add(CompletableFuture.runAsync(
                    () -> {
                        while (running.get() && spent.get() < 100_000) {
                            Reservation got = take(store, day, 2);
                            assertThat(got.granted()).isTrue();
                            spent.incrementAndGet();
                            got.settle(1);
                        }
                    },
                    pool));
        }
        eventually(() -> spent.get() > 100);
        redis.stop();
        long before = spent.get();
        eventually(() -> spent.get() > before + 100);
        redis.restart();
        LimitStore other = store("reject", "5s");
        eventually(() -> remaining(other, day) < 1_000_000 - before);
        running.set(false);
        load.forEach(CompletableFuture::join);
        pool.shutdown();
        eventually(() -> remaining(other, day) <= 1_000_000 - spent.get());
    }

    @Test
    void rejectAnswersWithATypedErrorThatIsNot401AndAllowLetsPass() {
        LimitStore strict = store("redis://127.0.0.1:1", "reject", "300ms");
        assertThatThrownBy(() -> take(strict, DOLLARS, 1))
                .hasCauseInstanceOf(ProviderUnavailableException.class)
                .cause()
                .satisfies(error -> assertThat(((ProviderUnavailableException) error).httpStatus())
                        .hasValue(503));
        LimitStore lax = store("redis://127.0.0.1:1", "allow", "300ms");
        for (int i = 0; i < 10; i++) {
            assertThat(take(lax, DOLLARS, 10_000).granted()).isTrue();
        }
    }

    @Test
    void aWrongOrMissingPasswordIsSaidAtTheStartWithTheRemedyAndIsNotShown() {
        for (String password : List.of(":wrong-password@", "")) {
            String url = redis.url().replace(":" + RedisServer.PASSWORD + "@", password);
            assertThatThrownBy(() -> store(url, "share", "5s"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("redis://user:password@host:6379/0")
                    .hasMessageNotContaining("wrong-password");
        }
    }

    @Test
    void keysBeginWithThePrefixAndExpire() {
        LimitStore store = store("reject", "5s");
        reserve(store, new Claim(DOLLARS, 1), new Claim(new Limit("r", Kind.RATE, 5, MINUTE), 1));
        try (var client = redis.client()) {
            assertThat(client.keys("*")).hasSize(4).allMatch(key -> key.startsWith("{llmrouter}:"));
            assertThat(client.keys("*")).allMatch(key -> client.pttl(key) > 0);
            assertThat(client.pttl("{llmrouter}:r")).isLessThanOrEqualTo(62_000);
        }
    }

    @Test
    void whatIsWrongWithTheAddressIsSaidWithoutShowingIt() {
        assertThatThrownBy(() -> store("http://user:secret@host", "local", "1s"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("redis://user:password@host:port/database")
                .hasMessageNotContaining("secret");
    }
}
