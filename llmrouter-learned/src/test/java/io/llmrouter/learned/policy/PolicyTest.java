package io.llmrouter.learned.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final List<String> MODELS = List.of("strong", "weak", "middle");
    private static final Policy POLICY =
            new Policy(MODELS, new double[] {0.8, 0.5, 0.7}, new double[] {10, 1, 4}, 0, 0.05);

    @Test
    void theIncumbentStaysUnlessTheGainPassesTheGate() {
        double[] cost = {10, 1, 4};
        assertThat(POLICY.choose(new double[] {0.80, 0.84, 0.7}, cost, model -> true))
                .isZero();
        assertThat(POLICY.choose(new double[] {0.80, 0.86, 0.7}, cost, model -> true))
                .isEqualTo(1);
    }

    @Test
    void tiesGoToTheCheaperThenByName() {
        Policy even = new Policy(MODELS, new double[] {0.5, 0.5, 0.5}, new double[] {3, 3, 3}, 0, 0);
        assertThat(even.choose(new double[] {0.5, 0.5, 0.5}, new double[] {3, 2, 2}, model -> true))
                .isEqualTo(2);
        assertThat(even.choose(new double[] {0.5, 0.5, 0.5}, new double[] {1, 2, 2}, model -> true))
                .isZero();
    }

    @Test
    void moneyIsWeighedAgainstTheDearestModel() {
        Policy thrifty = POLICY.withLambda(0.5).withGate(0);
        // 0.9 - 0.5 * 10 / 10 = 0.4 against 0.6 - 0.5 * 1 / 10 = 0.55
        assertThat(thrifty.choose(new double[] {0.9, 0.6, 0.1}, new double[] {10, 1, 4}, model -> true))
                .isEqualTo(1);
        assertThat(thrifty.utility(0.6, Double.NaN)).isEqualTo(0.6 - 0.5);
    }

    @Test
    void onlyAllowedModelsAreChosen() {
        assertThat(POLICY.choose(new double[] {1, 0, 0}, new double[] {1, 1, 1}, model -> model == 1))
                .isEqualTo(1);
        assertThat(POLICY.choose(new double[] {1, 0, 0}, new double[] {1, 1, 1}, model -> false))
                .isEqualTo(-1);
    }

    /** Queries of two kinds: the weak model is good at the first and the strong one at the second. */
    private static Predictions separable() {
        var random = new SplittableRandom(3);
        int rows = 400;
        var data = new Predictions(new double[rows][3], new double[rows][3], new double[rows][3], new double[rows][3]);
        for (int row = 0; row < rows; row++) {
            boolean easy = random.nextInt(4) > 0;
            data.quality()[row] = new double[] {0.9, easy ? 0.89 : 0.1, 0.5};
            data.cost()[row] = new double[] {10, 1, 4};
            data.paid()[row] = data.cost()[row];
            data.score()[row] = new double[] {1, easy ? 1 : 0, 0};
        }
        return data;
    }

    @Test
    void knobsAreCompiledToTheWeightOfCosts() {
        Tradeoff tradeoff = Tradeoff.of(separable(), POLICY.withGate(0));
        Outcome saving = tradeoff.minQualityVsBest(1);
        assertThat(saving.quality()).isEqualTo(1);
        assertThat(saving.cost()).isLessThan(4);
        Outcome bounded = tradeoff.maxCostPerQuery(1.5);
        assertThat(bounded.cost()).isLessThanOrEqualTo(1.5);
        assertThat(tradeoff.targetStrongShare(0.25).strongShare()).isBetween(0.2, 0.3);
        assertThat(tradeoff.targetStrongShare(1).lambda()).isZero();
    }

    @Test
    void theGateClosesOnPredictionsThatMislead() {
        var random = new SplittableRandom(8);
        int rows = 3000;
        var data = new Predictions(new double[rows][3], new double[rows][3], new double[rows][3], new double[rows][3]);
        for (int row = 0; row < rows; row++) {
            data.quality()[row] = new double[] {0.8, 0.75 + 0.16 * random.nextDouble(), 0.7};
            data.score()[row] = new double[] {random.nextInt(10) < 8 ? 1 : 0, random.nextInt(10) < 5 ? 1 : 0, 0};
        }
        assertThat(Gate.choose(data, POLICY)).isGreaterThanOrEqualTo(0.11);
    }
}
