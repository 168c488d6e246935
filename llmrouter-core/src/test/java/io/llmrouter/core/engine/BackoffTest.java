package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff longest = new Backoff(new Extreme(true));
    private final Backoff shortest = new Backoff(new Extreme(false));

    @Test
    void theLimitOfTheWaitDoublesUpToEightSeconds() {
        long[] limits = {500, 1_000, 2_000, 4_000, 8_000, 8_000};
        for (int retry = 0; retry < limits.length; retry++) {
            assertThat(longest.before(retry)).isEqualTo(Duration.ofMillis(limits[retry]));
            assertThat(shortest.before(retry)).isZero();
        }
        assertThat(longest.before(1_000)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void aWaitThatWasAskedForIsNeverShorterAndAtMostATenthOrASecondLonger() {
        assertThat(shortest.jittered(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(longest.jittered(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(2_200));
        assertThat(longest.jittered(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(61));
        assertThat(longest.jittered(Duration.ofMillis(9))).isEqualTo(Duration.ofMillis(9));
        assertThat(longest.jittered(Duration.ZERO)).isZero();
    }

    /** Draws the largest number that it may, or the smallest. */
    private record Extreme(boolean largest) implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return largest ? bound - 1 : 0;
        }
    }
}
