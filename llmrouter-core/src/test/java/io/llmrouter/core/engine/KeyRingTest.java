package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.rateLimited;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private final ManualTiming timing = new ManualTiming();
    private final KeyRing ring = new KeyRing(List.of("a", "b", "c"), timing);

    @Test
    void keysTakeTurns() {
        assertThat(secrets(6)).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void aKeyThatRestsIsLeftOutUntilItsTimeIsOver() {
        ring.rest(new ApiKey(1, "b"), Duration.ofSeconds(10));
        assertThat(secrets(4)).doesNotContain("b");

        timing.advance(Duration.ofSeconds(10));
        assertThat(secrets(3)).contains("b");
    }

    @Test
    void ifAllRestTheOneThatReturnsFirstIsUsed() {
        ring.rest(new ApiKey(0, "a"), Duration.ofSeconds(30));
        ring.rest(new ApiKey(1, "b"), Duration.ofSeconds(10));
        ring.rest(new ApiKey(2, "c"), Duration.ofSeconds(20));

        assertThat(secrets(3)).containsOnly("b");
    }

    @Test
    void aShorterRestDoesNotCutALongerOne() {
        ring.rest(new ApiKey(1, "b"), Duration.ofSeconds(30));
        ring.rest(new ApiKey(1, "b"), Duration.ofSeconds(1));
        timing.advance(Duration.ofSeconds(5));

        assertThat(secrets(3)).doesNotContain("b");
    }

    @Test
    void withoutAKeyThereIsNone() {
        assertThat(new KeyRing(List.of(), timing).next()).isEmpty();
    }

    @Test
    void turnsAreFairAmongThreads() throws Exception {
        var uses = new ConcurrentHashMap<String, AtomicInteger>();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 6; t++) {
            var thread = new Thread(() -> {
                for (int i = 0; i < 1000; i++) {
                    uses.computeIfAbsent(ring.next().orElseThrow().secret(), key -> new AtomicInteger())
                            .incrementAndGet();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(uses.values()).extracting(AtomicInteger::get).containsExactly(2000, 2000, 2000);
    }

    private List<String> secrets(int count) {
        var secrets = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            secrets.add(ring.next().orElseThrow().secret());
        }
        return secrets;
    }

    @Test
    void aRateLimitIsTheModelsOwnAndARefusedKeyIsRefusedForAll() {
        KeyRing other = ring.forAnotherModel();
        for (int i = 0; i < 3; i++) {
            ring.refused(new ApiKey(i, "x"), rateLimited(Duration.ofSeconds(10 + i)));
        }
        assertThat(ring.untilUnlimited()).isEqualTo(Duration.ofSeconds(10).toNanos());
        assertThat(other.untilUnlimited()).isZero();

        for (int i = 0; i < 3; i++) {
            ring.refused(
                    new ApiKey(i, "x"),
                    new AuthenticationException(ErrorFacts.because("401").build()));
        }
        assertThat(other.untilAccepted()).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void aRateLimitOfUnsaidLengthGrowsWithEachThatFollowsClosely() {
        var one = new KeyRing(List.of("a"), timing);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            one.refused(new ApiKey(0, "a"), rateLimited(null));
            one.refused(new ApiKey(0, "a"), rateLimited(null)); // of a call that ran at the same time
            assertThat(one.untilUnlimited())
                    .isEqualTo(Duration.ofSeconds(seconds).toNanos());
            timing.advance(Duration.ofSeconds(seconds));
        }
        timing.advance(Duration.ofMinutes(10));
        one.refused(new ApiKey(0, "a"), rateLimited(null));

        assertThat(one.untilUnlimited()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }
}
