package io.llmrouter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricesTest {

    @Test
    void theCostIsTheSumOfItsPartsExactly() {
        var prices =
                new Prices(new BigDecimal("3"), new BigDecimal("15"), new BigDecimal("0.30"), new BigDecimal("3.75"));
        var usage = new Usage(10_000, 500, 6_000, 1_000, 100, Usage.Source.REPORTED, null);

        // 3,000 fresh x 3 + 6,000 read x 0.30 + 1,000 written x 3.75 + 500 out x 15, per million
        assertThat(prices.cost(usage))
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.02205"));
    }

    @Test
    void cachedInputCostsAsOtherInputWhereNoPriceIsKnown() {
        var usage = new Usage(1_000, 0, 400, 100, 0, Usage.Source.REPORTED, null);

        assertThat(Prices.of("2", "8").cost(usage))
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.002"));
    }

    @Test
    void unknownPricesAndUnknownUsageGiveNoCost() {
        assertThat(Prices.UNKNOWN.cost(Usage.reported(1, 1))).isEmpty();
        assertThat(Prices.of("1", "1").cost(Usage.UNKNOWN)).isEmpty();
        assertThat(new Prices(BigDecimal.ONE, null, null, null).cost(Usage.reported(1, 0)))
                .isEmpty();
    }

    @Test
    void aPriceOfZeroIsKnown() {
        assertThat(Prices.of("0", "0").cost(Usage.reported(5, 5)))
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0"));
    }

    @Test
    void aTierHoldsAboveItsThresholdAndForItsServiceWhateverTheOrder() {
        var prices = new Prices(
                new BigDecimal("1"),
                new BigDecimal("2"),
                new BigDecimal("0.5"),
                null,
                null,
                null,
                null,
                List.of(
                        new Prices.Tier(0, "flex", new Prices(new BigDecimal("0.25"), null, null, null)),
                        new Prices.Tier(500, null, Prices.of("8", "16")),
                        new Prices.Tier(100, null, Prices.of("4", "8"))));

        assertThat(prices.of(100, null).input()).isEqualByComparingTo("1");
        assertThat(prices.of(101, null).input()).isEqualByComparingTo("4");
        assertThat(prices.of(101, null).cacheRead()).isEqualByComparingTo("0.5");
        assertThat(prices.of(501, "standard").input()).isEqualByComparingTo("8");
        assertThat(prices.of(501, "FLEX").input()).isEqualByComparingTo("0.25");
        assertThat(prices.of(501, "flex").output()).isEqualByComparingTo("2");
    }

    @Test
    void partsThatAreLargerThanTheirSumDoNotMakeACallCheaper() {
        var usage = new Usage(10, 0, 100, 0, 0, Usage.Source.REPORTED, null);

        assertThat(new Prices(BigDecimal.ONE, BigDecimal.ONE, new BigDecimal("0.1"), null).cost(usage))
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.00001"));
    }
}
