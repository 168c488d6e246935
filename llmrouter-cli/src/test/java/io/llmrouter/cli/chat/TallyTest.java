package io.llmrouter.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void tokensAndDollarsOfAllAttemptsAddUp() {
        var tally = new Tally();
        tally.add(List.of(attempt(Usage.reported(10, 20), "0.010"), attempt(Usage.reported(1, 2), "0.005")));
        tally.add(List.of(attempt(Usage.reported(100, 200), "1")));

        assertThat(tally).hasToString("3 attempts: 111 + 222 tokens, $1.015");
    }

    @Test
    void whatIsUnknownIsNotCountedAsNothing() {
        var tally = new Tally();
        tally.add(List.of(attempt(Usage.UNKNOWN, null)));
        assertThat(tally).hasToString("1 attempt: tokens unknown, cost unknown");

        tally.add(List.of(attempt(Usage.reported(1, 2), "0.5")));
        assertThat(tally).hasToString("2 attempts: 1 + 2 tokens and unknown tokens of 1, $0.5 and unknown cost of 1");
    }

    private static Attempt attempt(Usage usage, @Nullable String cost) {
        var price = cost == null ? null : new BigDecimal(cost);
        return new Attempt("m", "openai", Duration.ZERO, Duration.ZERO, null, usage, price, true, null);
    }
}
