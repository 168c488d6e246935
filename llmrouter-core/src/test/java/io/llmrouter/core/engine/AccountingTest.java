package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.CancelledException;
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
    void anAttemptThatFailedByItselfBeforeItsFirstTokenCostsNothing() {
        for (LlmRouterException error : List.of(
                new DeadlineException.Connect(FACTS),
                new ProviderUnavailableException(FACTS),
                new AuthenticationException(FACTS),
                new BadResponseException(FACTS),
                new DeadlineException.FirstToken(
                        ErrorFacts.because("504").httpStatus(504).build()))) {
            assertThat(Accounting.ofFailure(error, 100, 0)).as(error.toString()).isEqualTo(NOTHING);
        }
    }

    @Test
    void anAttemptThatWasGivenUpMayWellCostItsPrompt() {
        assertThat(Accounting.ofFailure(new DeadlineException.FirstToken(FACTS), 100, 0))
                .isEqualTo(Usage.estimated(100, 0));
        assertThat(Accounting.ofFailure(new CancelledException(FACTS), 100, 0)).isEqualTo(Usage.estimated(100, 0));
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

    @Test
    void whatTheProviderSaysThatItCostsCountsWhereNoPriceIsKnown() {
        Usage told = Usage.reported(1_000_000, 0).with(new Usage.Billing(0, 0, 0, null, new BigDecimal("0.7")));

        assertThat(Accounting.cost(ModelInfo.of("m", "test", "m"), told)).contains(new BigDecimal("0.7"));
        assertThat(Accounting.cost(priced("2", "0"), told))
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("2"));
    }

    @Test
    void whatIsBilledApartHasItsOwnPriceOrThatOfItsLike() {
        var apart = new Usage.Billing(200, 50, 30, null, null);
        Usage usage = new Usage(1_000, 100, 400, 300, 0, Usage.Source.REPORTED, null).with(apart);
        var all = new Prices(price(1), price(10), price(2), price(3), price(5), price(7), price(70), List.of());
        var some = new Prices(price(1), price(10), price(2), price(3), null, null, null, List.of());

        // 250 fresh, 400 read, 100 written, 200 for an hour, 50 of sound; 70 of text and 30 of sound
        assertThat(all.cost(usage))
                .hasValueSatisfying(cost -> assertThat(cost.movePointRight(6))
                        .isEqualByComparingTo("" + (250 + 800 + 300 + 1_000 + 350 + 700 + 2_100)));
        assertThat(some.cost(usage))
                .hasValueSatisfying(cost -> assertThat(cost.movePointRight(6))
                        .isEqualByComparingTo("" + (250 + 800 + 300 + 600 + 50 + 700 + 300)));
    }

    @Test
    void aTierHoldsAboveItsLengthAndInItsClassOfServiceTheLastOneWins() {
        var long1 = new Prices.Tier(100, null, new Prices(price(2), null, null, null));
        var long2 = new Prices.Tier(1_000, null, new Prices(price(3), null, null, null));
        var flex = new Prices.Tier(0, "flex", new Prices(price(9), null, null, null));
        var tiered = new Prices(price(1), price(10), null, null, null, null, null, List.of(flex, long2, long1));

        assertThat(tiered.of(100, null).input()).isEqualTo(price(1));
        assertThat(tiered.of(101, null).input()).isEqualTo(price(2));
        assertThat(tiered.of(1_001, "default").input()).isEqualTo(price(3));
        assertThat(tiered.of(1_001, "FLEX").input()).isEqualTo(price(9));
        assertThat(tiered.of(1_001, "flex").output()).as("as for other calls").isEqualTo(price(10));
        assertThat(tiered.cost(Usage.reported(101, 1)))
                .hasValueSatisfying(cost -> assertThat(cost.movePointRight(6)).isEqualByComparingTo("212"));
    }

    private static BigDecimal price(int usd) {
        return BigDecimal.valueOf(usd);
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
