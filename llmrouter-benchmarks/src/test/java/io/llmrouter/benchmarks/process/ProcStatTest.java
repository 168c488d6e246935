package io.llmrouter.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcStatTest {

    @Test
    void addsUserAndSystemTimeOfTheProcessAndItsEndedChildren() {
        var stat = ProcStat.parse("42 (nginx) S 7 42 42 0 -1 4194560 1 2 3 4 100 20 3 4 20 0 1 0 999 1 2");

        assertThat(stat).isEqualTo(new ProcStat(42, 7, 127));
    }

    @Test
    void theNameMayHoldBlanksAndParentheses() {
        var stat = ProcStat.parse("42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 1 2 0 0 20 0 1 0 999 1 2");

        assertThat(stat).isEqualTo(new ProcStat(42, 7, 3));
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        assertThatThrownBy(() -> ProcStat.parse("42 nginx S 7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("42 nginx S 7");
    }
}
