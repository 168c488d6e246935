package io.llmrouter.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.llmrouter.learned.data.ModelCards;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.data.TokenPrice;
import io.llmrouter.learned.evaluate.Evaluation;
import io.llmrouter.learned.evaluate.TwoModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The default learner on public tables, which lie outside the project: the folder is named by the property {@code
 * llmrouter.tables} or is {@code shared/data} beside the project.
 */
@Timeout(600) // training takes its time on a busy machine
class SharedTablesTest {
    private static Path tables = Path.of("");

    @BeforeAll
    static void find() {
        tables = Path.of(System.getProperty("llmrouter.tables", "../../shared/data"));
        assumeTrue(Files.isDirectory(tables), "skipped: no folder of routing tables at " + tables);
    }

    private static Evaluation trained(RoutingTable table) {
        return RouterTrainer.of(RouterTrainer.learners().get(0)).train(table).heldOut();
    }

    private static RoutingTable table(String name) {
        return RoutingTableReader.read(tables.resolve(name));
    }

    @Test
    void zeroevalOf29Models() {
        RoutingTable all = table("zeroeval_gsm_math_crux.jsonl.gz");
        List<String> models = all.models().stream()
                .filter(model -> !model.startsWith("o1-mini"))
                .toList();
        Evaluation evaluation = trained(all.withModels(models));
        assertThat(evaluation.rows()).isEqualTo(825);
        assertThat(evaluation.bestSingleQuality()).isBetween(0.830, 0.831);
        assertThat(evaluation.accuracy().value()).isGreaterThanOrEqualTo(0.835);
        Evaluation.Money money = evaluation.moneyIfKnown().orElseThrow();
        assertThat(money.zeroAiq()).isBetween(0.8305, 0.8315);
        assertThat(money.oracleAiq()).isBetween(0.966, 0.968);
        assertThat(money.aiq().value()).isGreaterThanOrEqualTo(0.833);
        assertThat(evaluation.reliability().ece()).isLessThanOrEqualTo(0.03);
    }

    @Test
    void routeLlmMmlu() {
        Evaluation evaluation = trained(mmlu());
        TwoModels twoModels = evaluation.twoModelsIfAny().orElseThrow();
        assertThat(twoModels.apgr()).isGreaterThanOrEqualTo(0.67);
        assertThat(evaluation.gain().low()).isPositive();
        assertThat(evaluation.reliability().ece()).isLessThanOrEqualTo(0.03);
    }

    @Test
    void routeLlmMmluByTheEnsemble() {
        Evaluation evaluation = RouterTrainer.of("ensemblerouter").train(mmlu()).heldOut();
        assertThat(evaluation.twoModelsIfAny().orElseThrow().apgr()).isGreaterThanOrEqualTo(0.67);
        assertThat(evaluation.reliability().ece()).isLessThanOrEqualTo(0.03);
    }

    private static RoutingTable mmlu() {
        Map<String, TokenPrice> prices = Map.of(
                "gpt-4-1106-preview", new TokenPrice(24.7, 24.7),
                "mixtral-8x7b-instruct-v0.1", new TokenPrice(0.24, 0.24));
        return table("routellm_mmlu.jsonl.gz").withPrices(prices);
    }

    @Test
    void referenceMatricesWithoutDuplicates() {
        RoutingTable all = table("llmrouter_default.jsonl.gz");
        assertThat(all.notes()).containsExactly("69 rows marked as copies of test rows left out");
        Evaluation evaluation = trained(
                all.withPrices(ModelCards.prices(ModelCards.read(tables.resolve("llmrouter_default.prices.json")))));
        assertThat(evaluation.accuracy().value()).isGreaterThanOrEqualTo(0.57);
        assertThat(evaluation.isGood()).isTrue();
        assertThat(evaluation.reliability().ece()).isLessThanOrEqualTo(0.03);
    }
}
