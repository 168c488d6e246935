package io.llmrouter.learned.difficulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.difficulty.DifficultyTrainer.Example;
import io.llmrouter.learned.evaluate.TwoModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The shipped model of difficulty, judged on the test rows of public tables, which lie outside the project: the folder is
 * named by the property {@code llmrouter.tables} or is {@code shared/data} beside the project. {@code
 * -Dllmrouter.generate=true} trains the model anew; the figures are written to {@code target/difficulty.md}.
 */
@Timeout(600) // training takes its time on a busy machine
class ShippedDifficultyTest {
    private static final long SEED = 7;
    private static final Path SHIPPED = Path.of("src/main/resources/io/llmrouter/learned/difficulty/difficulty.llmr");
    private static final Path FIGURES = Path.of("target/difficulty.md");

    private static Path tables = Path.of("");

    @BeforeAll
    static void find() {
        tables = Path.of(System.getProperty("llmrouter.tables", "../../shared/data"));
        assumeTrue(Files.isDirectory(tables), "skipped: no folder of routing tables at " + tables);
    }

    @Test
    void theShippedModelTellsHardFromEasyOnTestRows() throws IOException {
        var data = new DifficultyData(tables);
        DifficultyModel model;
        if (Boolean.getBoolean("llmrouter.generate")) {
            model = DifficultyTrainer.train(data.train(table -> true), SEED);
            model.save(SHIPPED);
        } else {
            model = DifficultyModel.shipped();
        }
        var figures = new StringBuilder("""
                | test rows of | rows | Spearman | AUC | APGR | at 25 % strong | at 50 % strong |
                |---|---|---|---|---|---|---|
                """);
        for (String table : DifficultyData.TABLES) {
            figures.append(Figures.of(model, data.test(table)).row(table));
            DifficultyModel without = DifficultyTrainer.train(data.train(name -> !name.equals(table)), SEED);
            figures.append(Figures.of(without, data.test(table)).row(table + ", trained without it"));
        }
        Files.writeString(FIGURES, figures);

        Figures mmlu = Figures.of(model, data.test("routellm_mmlu"));
        assertThat(mmlu.auc()).isGreaterThanOrEqualTo(0.71);
        assertThat(mmlu.apgr()).isGreaterThanOrEqualTo(0.585);
        assertThat(Figures.of(model, data.test("routellm_gsm8k")).apgr()).isGreaterThanOrEqualTo(0.52);
        assertThat(Figures.of(model, data.test("zeroeval_gsm_math_crux")).spearman())
                .isGreaterThanOrEqualTo(0.68);
    }

    /**
     * How well difficulty was told.
     *
     * @param auc of the rows on which half of the weaker models or more failed
     * @param apgr {@link Double#NaN} where there are not two models
     * @param quarter the share of the gap recovered with the hardest quarter sent to the strong model
     * @param half with the harder half
     */
    private record Figures(int rows, double spearman, double auc, double apgr, double quarter, double half) {
        static Figures of(DifficultyModel model, RoutingTable test) {
            List<Example> examples = DifficultyData.examples(test, DifficultyTrainer.NO_TABLE);
            double[] predicted = examples.stream()
                    .mapToDouble(e -> model.difficulty(e.query()))
                    .toArray();
            double[] failed = examples.stream().mapToDouble(Example::failed).toArray();
            boolean[] hard = new boolean[failed.length];
            for (int i = 0; i < hard.length; i++) {
                hard[i] = failed[i] >= 0.5;
            }
            double spearman = Ranks.spearman(predicted, failed);
            double auc = Ranks.auc(predicted, hard);
            if (test.models().size() != 2) {
                return new Figures(failed.length, spearman, auc, Double.NaN, Double.NaN, Double.NaN);
            }
            int strong = test.meanScore(0) > test.meanScore(1) ? 0 : 1;
            double[] best = new double[failed.length];
            double[] weak = new double[failed.length];
            for (int row = 0; row < best.length; row++) {
                best[row] = test.score(row, strong);
                weak[row] = test.score(row, 1 - strong);
            }
            double apgr = TwoModels.of(predicted, best, weak).apgr();
            return new Figures(
                    failed.length,
                    spearman,
                    auc,
                    apgr,
                    recovered(predicted, best, weak, 0.25),
                    recovered(predicted, best, weak, 0.5));
        }

        /** The share of the gap between the models that is closed when the hardest rows go to the strong one. */
        private static double recovered(double[] predicted, double[] strong, double[] weak, double share) {
            double[] sorted = predicted.clone();
            Arrays.sort(sorted);
            double threshold = sorted[(int) Math.round((1 - share) * sorted.length)];
            double closed = 0;
            double gap = 0;
            for (int row = 0; row < strong.length; row++) {
                gap += strong[row] - weak[row];
                closed += predicted[row] >= threshold ? strong[row] - weak[row] : 0;
            }
            return closed / gap;
        }

        String row(String name) {
            return String.format(
                            Locale.ROOT,
                            "| %s | %,d | %.3f | %.3f | %.3f | %.2f | %.2f |%n",
                            name,
                            rows,
                            spearman,
                            auc,
                            apgr,
                            quarter,
                            half)
                    .replace("NaN", "");
        }
    }
}
