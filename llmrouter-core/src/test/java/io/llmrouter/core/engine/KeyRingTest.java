package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
}
