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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis away, slow, or without its memory, while two instances spend one budget. */
class RedisOutageTest {
    private static final Limit DOLLARS = new Limit("budget:all:month", Kind.MONTH, 10_000, Duration.ZERO);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private RedisServer redis;
    private final List<LimitStore> stores = new ArrayList<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(8);

    @AfterEach
    void close() {
        if (redis != null) {
            redis.goOn();
        }
        stores.forEach(LimitStore::close);
        if (redis != null) {
            redis.close();
        }
        pool.shutdownNow();
    }

    private LimitStore store(String onFailure, String timeout) {
        return store(Map.of("url", redis.url(), "on_failure", onFailure, "timeout", timeout));
    }

    private LimitStore store(Map<String, Object> settings) {
        LimitStore store = LimitStores.open(new LimitsConfig(
                "redis", 1_000, SettingsTree.of(Map.of("store", "redis", "redis", new HashMap<>(settings)))));
        stores.add(store);
        return store;
    }

    /** Bounded: an answer that is late is a failure. */
    private static Reservation take(LimitStore store, Limit limit, long amount) {
        return store.reserve(List.of(new Claim(limit, amount)))
                .toCompletableFuture()
                .orTimeout(3, TimeUnit.SECONDS)
                .join();
    }

    private static long remaining(LimitStore store) {
        return take(store, DOLLARS, 0).standings().get(0).remaining();
    }

    private static void spend(LimitStore store, long amount) {
        Reservation got = take(store, DOLLARS, amount);
        assertThat(got.granted()).isTrue();
        got.settle(amount);
    }

    /** Takes as much as there is, a hundred at a time. */
    private static long spendAll(LimitStore store) {
        long spent = 0;
        for (Reservation got = take(store, DOLLARS, 100); got.granted(); got = take(store, DOLLARS, 100)) {
            got.settle(100);
            spent += 100;
        }
        return spent;
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
        }
    }

    private LimitStore[] twoThatHaveSpent(long each) {
        LimitStore[] two = {store("share", "300ms"), store("share", "300ms")};
        for (LimitStore store : two) {
            spend(store, each);
        }
        eventually(() -> remaining(two[0]) == 10_000 - 2 * each && remaining(two[1]) == 10_000 - 2 * each);
        return two;
    }

    @Test
    void eachInstanceTakesItsShareOfWhatWasLeftWhileRedisIsPaused() {
        redis = new RedisServer(folder);
        LimitStore[] two = twoThatHaveSpent(2_000);
        redis.pause();
        assertThat(spendAll(two[0])).isEqualTo(3_000);
        assertThat(spendAll(two[1])).isEqualTo(3_000);
        redis.goOn();
        LimitStore third = store("reject", "3s");
        eventually(() -> remaining(third) == 0);
        assertThat(spendAll(two[0])).isZero();
    }

    @Test
    void anOutageThatIsInterruptedGivesNoSecondShare() {
        redis = new RedisServer(folder);
        LimitStore[] two = twoThatHaveSpent(2_000);
        for (int i = 0; i < 3; i++) {
            redis.stop();
            spendAll(two[0]);
            redis.restart();
            LimitStore witness = store("reject", "3s");
            eventually(() -> remaining(witness) == 3_000);
        }
        redis.stop();
        assertThat(spendAll(two[1])).isEqualTo(3_000);
    }

    @Test
    void aRedisThatHasLostItsMemoryIsToldWhatWasSpent() {
        redis = RedisServer.forgetful(folder);
        LimitStore[] two = twoThatHaveSpent(4_000);
        redis.stop();
        spend(two[0], 500);
        redis.restart();
        LimitStore witness = store("reject", "3s");
        eventually(() -> {
            take(two[1], DOLLARS, 0);
            return remaining(witness) == 1_500;
        });
        assertThat(spendAll(two[1])).isEqualTo(1_500);
    }

    @Test
    void twoInstancesUnderLoadDoNotOverspendWhateverBecomesOfRedis() throws Exception {
        redis = new RedisServer(folder);
        LimitStore[] two = {store("share", "100ms"), store("share", "100ms")};
        for (LimitStore store : two) {
            spend(store, 1);
        }
        var spent = new AtomicLong(2);
        var running = new AtomicBoolean(true);
        List<CompletableFuture<?>> load = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            LimitStore mine = two[t % 2];
            load.add(CompletableFuture.runAsync(() -> spendWhile(running, mine, spent), pool));
        }
        eventually(() -> spent.get() > 1_000);
        redis.pause();
        eventually(() -> spent.get() > 2_000);
        redis.goOn();
        eventually(() -> spent.get() > 3_000);
        redis.stop();
        eventually(() -> spent.get() > 4_000);
        redis.restart();
        LimitStore witness = store("reject", "3s");
        eventually(() -> remaining(witness) < 1_000);
        running.set(false);
        CompletableFuture.allOf(load.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        // what is under way as Redis goes or comes back is known to one instance alone: 6 threads, 4 at a time, 4 times
        assertThat(spent.get()).isBetween(9_000L, 10_000L + 6 * 4 * 4);
    }

    private static void spendWhile(AtomicBoolean running, LimitStore store, AtomicLong spent) {
        while (running.get()) {
            Reservation got = take(store, DOLLARS, 4);
            if (got.granted()) {
                spent.addAndGet(3);
                got.settle(3);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void ratesAndPlacesAreSharedToo() {
        redis = new RedisServer(folder);
        LimitStore[] two = twoThatHaveSpent(1);
        var requests = new Limit("budget:requests", Kind.RATE, 10, MINUTE);
        var calls = new Limit("budget:calls", Kind.CONCURRENCY, 5, MINUTE);
        redis.stop();
        for (LimitStore store : two) {
            for (int i = 0; i < 5; i++) {
                Reservation got = take(store, requests, 1);
                assertThat(got.granted()).isTrue();
                got.settle(1);
            }
            assertThat(take(store, requests, 1).granted()).isFalse();
            assertThat(take(store, calls, 2).granted()).isTrue();
            assertThat(take(store, calls, 1).granted()).isFalse();
        }
    }

    @Test
    void anInstanceThatIsClosedLeavesItsShareToTheOther() {
        redis = new RedisServer(folder);
        LimitStore[] two = twoThatHaveSpent(1_000);
        two[0].close();
        eventually(() -> remaining(two[1]) == 8_000 && instances() == 1);
        remaining(two[1]);
        redis.stop();
        assertThat(spendAll(two[1])).isEqualTo(8_000);
    }

    private long instances() {
        try (var client = redis.client()) {
            return client.zcard("{llmrouter}:instances:budget");
        }
    }

    @Test
    void aSlowRedisIsWaitedForNoLongerThanTheTimeout() throws Exception {
        redis = new RedisServer(folder);
        LimitStore store = store("share", "200ms");
        spend(store, 1_000);
        eventually(() -> remaining(store) == 9_000);
        CompletableFuture<Void> sleeping = CompletableFuture.runAsync(
                () -> {
                    try (var client = redis.client()) {
                        client.sendCommand(() -> "DEBUG".getBytes(StandardCharsets.US_ASCII), "SLEEP", "1");
                    }
                },
                pool);
        long start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            spend(store, 10);
        }
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(3));
        sleeping.get(10, TimeUnit.SECONDS);
        LimitStore witness = store("reject", "3s");
        eventually(() -> remaining(witness) == 8_500);
    }

    @Test
    void aCertificateOfOnesOwnIsTrustedWhereItIsNamed() throws Exception {
        Path key = certificate("127.0.0.1");
        redis = RedisServer.tls(folder, folder.resolve("cert.pem"), key);
        Map<String, Object> settings = new HashMap<>(
                Map.of("url", redis.url().replace("redis://", "rediss://"), "on_failure", "reject", "timeout", "5s"));
        LimitStore untrusting = store(settings);
        assertThatThrownBy(() -> take(untrusting, DOLLARS, 1)).hasCauseInstanceOf(ProviderUnavailableException.class);
        settings.put("ca_file", folder.resolve("cert.pem").toString());
        LimitStore trusting = store(settings);
        assertThat(take(trusting, DOLLARS, 1).granted()).isTrue();
        settings.put("ca_file", folder.resolve("absent.pem").toString());
        assertThatThrownBy(() -> store(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ca_file");
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsRefused() throws Exception {
        Path key = certificate("10.1.2.3");
        redis = RedisServer.tls(folder, folder.resolve("cert.pem"), key);
        LimitStore store = store(Map.of(
                "url",
                redis.url().replace("redis://", "rediss://"),
                "on_failure",
                "reject",
                "timeout",
                "5s",
                "ca_file",
                folder.resolve("cert.pem").toString()));
        assertThatThrownBy(() -> take(store, DOLLARS, 1)).hasCauseInstanceOf(ProviderUnavailableException.class);
    }

    /** Makes {@code cert.pem}, signed by itself, and its key. */
    private Path certificate(String address) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=redis",
                        "-ext",
                        "san=ip:" + address,
                        "-storepass",
                        "password",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), "password".toCharArray());
        pem("CERTIFICATE", store.getCertificate("redis").getEncoded(), "cert.pem");
        return pem(
                "PRIVATE KEY", store.getKey("redis", "password".toCharArray()).getEncoded(), "key.pem");
    }

    private Path pem(String what, byte[] der, String name) throws IOException {
        String text = "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
        return Files.writeString(folder.resolve(name), text);
    }
}
