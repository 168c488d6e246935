package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an attempt is billed: nothing it did not cause, and nothing made up. */
class AccountingTest {
    private static final ErrorFacts FACTS = ErrorFacts.because("failed").build();
    private static final Usage NOTHING = Usage.reported(0, 0);

    @Test
    void whatTheProviderReportedCountsAndOnlyWithoutItAnEstimate() {
        assertThat(Accounting.reportedOrEstimated(Usage.reported(7, 8), 100, 400))
                .isEqualTo(Usage.reported(7, 8));
        assertThat(Accounting.reportedOrEstimated(Usage.UNKNOWN, 100, 401)).isEqualTo(Usage.estimated(100, 101));
    }

    @Test
    void whoNeverReachedTheModelPaysNothing() {
        for (LlmRouterException error : List.of(
                new DeadlineException.Connect(FACTS),
                new ProviderUnavailableException(FACTS),
                new AuthenticationException(FACTS),
                new BadResponseException(
                        ErrorFacts.because("400").httpStatus(400).build()))) {
            assertThat(Accounting.ofFailure(error, 100, 0)).as(error.toString()).isEqualTo(NOTHING);
        }
    }

    @Test
    void whoReachedItMayWellPayForThePrompt() {
        assertThat(Accounting.ofFailure(new DeadlineException.FirstToken(FACTS), 100, 0))
                .isEqualTo(Usage.estimated(100, 0));
        assertThat(Accounting.ofFailure(new BadResponseException(FACTS), 100, 0))
                .isEqualTo(Usage.estimated(100, 0));
    }

    @Test
    void whatWasAnsweredBeforeTheFailureIsPaid() {
        assertThat(Accounting.ofFailure(new ProviderUnavailableException(FACTS), 100, 8))
                .isEqualTo(Usage.estimated(100, 2));
    }

    @Test
    void nothingCostsNothingEvenAtAnUnknownPrice() {
        ModelInfo unknown = ModelInfo.of("m", "test", "m");

        assertThat(Accounting.cost(unknown, NOTHING)).contains(BigDecimal.ZERO);
        assertThat(Accounting.cost(unknown, Usage.reported(1, 0))).isEmpty();
        assertThat(Accounting.cost(priced("1", "2"), Usage.UNKNOWN)).isEmpty();
        assertThat(Accounting.cost(priced("1", "2"), Usage.reported(1_000_000, 1)))
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("1.000002"));
    }

    @Test
    void aSumWithAnUnknownPartIsUnknown() {
        assertThat(Accounting.total(List.of(attempt("1"), attempt("0.5")))).isEqualByComparingTo("1.5");
        assertThat(Accounting.total(List.of(attempt("1"), attempt(null)))).isNull();
        assertThat(Accounting.total(List.of())).isZero();
    }

    @Test
    void theDearestIsAmongThoseWhosePriceIsKnown() {
        Usage usage = Usage.reported(1_000_000, 0);

        assertThat(Accounting.atTheDearest(
                        List.of(priced("1", "1"), ModelInfo.of("m", "test", "m"), priced("3", "0")), usage))
                .isEqualByComparingTo("3");
        assertThat(Accounting.atTheDearest(List.of(ModelInfo.of("m", "test", "m")), usage))
                .isNull();
        assertThat(Accounting.atTheDearest(List.of(priced("1", "1")), Usage.UNKNOWN))
                .isNull();
    }

    @Test
    void thePartsOfAPromptHaveTheirOwnPrices() {
        var all = new Prices(new BigDecimal("10"), new BigDecimal("50"), new BigDecimal("1"), new BigDecimal("12.5"));
        var usage = new Usage(1_000, 100, 600, 300, 40, Usage.Source.REPORTED, null);

        assertThat(all.cost(usage))
                .hasValueSatisfying(cost -> assertThat(cost)
                        .as("100 fresh, 600 read, 300 written, 100 out")
                        .isEqualByComparingTo("0.01035"));
        assertThat(Prices.of("10", "50").cost(usage))
                .hasValueSatisfying(cost ->
                        assertThat(cost).as("without prices of the cache").isEqualByComparingTo("0.015"));
        assertThat(Prices.of("10", "50").areKnown()).isTrue();
        assertThat(new Prices(BigDecimal.ONE, null, null, null).areKnown()).isFalse();
        assertThat(new Prices(null, BigDecimal.ONE, null, null).areKnown()).isFalse();
        assertThat(new Prices(BigDecimal.ONE, null, null, null).cost(usage)).isEmpty();
        assertThat(new Prices(null, BigDecimal.ONE, null, null).cost(usage)).isEmpty();
        assertThat(usage.totalTokens()).isEqualTo(1_100);
        assertThat(usage.isKnown()).isTrue();
    }

    private static ModelInfo priced(String input, String output) {
        return new ModelInfo("m", "test", "m", "", Prices.of(input, output), Map.of(), null, null);
    }

    private static Attempt attempt(@Nullable String cost) {
        return new Attempt(
                "m",
                "test",
                Duration.ZERO,
                Duration.ZERO,
                null,
                Usage.reported(1, 1),
                cost == null ? null : new BigDecimal(cost),
                true,
                null);
    }
}
