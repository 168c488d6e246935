package io.llmrouter.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ReplaySideTest {

    @Test
    void quantilesAreThoseOfAllCallsOneByOne() {
        var side = new ReplaySide();
        for (long millis = 1; millis <= 101; millis++) {
            side.add(millis % 2 == 0 ? "a" : "b", BigDecimal.ONE, millis);
        }
        ReplaySide.Summary summary = side.summary();
        assertThat(summary.medianMillis()).isEqualTo(51);
        assertThat(summary.p95Millis()).isEqualTo(96);
        assertThat(summary.cost()).isEqualByComparingTo("101");
        assertThat(summary.shares()).containsEntry("a", 50).containsEntry("b", 51);
    }

    @Test
    void replayedCallsTakeTheMedianOfTheirModelAndOthersAreUntimed() {
        var recording = new ReplaySide();
        recording.add("a", null, 10);
        recording.add("a", null, 30);
        recording.add("a", null, 20);
        var replayed = new ReplaySide();
        replayed.add("a", BigDecimal.ONE);
        replayed.add("new", null);
        replayed.takeMediansOf(recording);

        assertThat(replayed.summary().medianMillis()).isEqualTo(20);
        assertThat(replayed.summary().untimed()).isEqualTo(1);
        assertThat(replayed.summary().unpriced()).isEqualTo(1);
        assertThat(new ReplaySide().summary().medianMillis()).isNull();
    }
}
