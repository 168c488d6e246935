package io.llmrouter.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Spread.of(List.of(9.0, 1.0, 3.0))).contains(new Spread(3, 1, 9));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 10.0))).contains(new Spread(3, 1, 10));
    }

    @Test
    void roundsWithoutAFigureDoNotCount() {
        assertThat(Spread.of(List.of(Double.NaN, 5.0, Double.POSITIVE_INFINITY)))
                .contains(new Spread(5, 5, 5));
        assertThat(Spread.of(List.of(Double.NaN))).isEmpty();
    }
}
