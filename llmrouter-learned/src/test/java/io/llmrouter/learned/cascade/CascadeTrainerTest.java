package io.llmrouter.learned.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.cascade.CascadeEvaluation.Result;
import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.data.Split;
import io.llmrouter.learned.file.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CascadeTrainerTest {
    @TempDir
    Path folder;

    private RoutingTable table() throws IOException {
        return CascadeTables.verified(folder, 1000, 0.9, 7);
    }

    @Test
    void aCascadeGainsMoreForItsCostThanTheLastModelAlone() throws IOException {
        CascadeTrainer.Result result = new CascadeTrainer().train(table());

        assertThat(result.cascade().models()).containsExactly("small", "middle", "large");
        assertThat(result.isGood()).isTrue();
        assertThat(result.heldOut().ibcLift()).isGreaterThan(0.3);
        assertThat(result.heldOut().rows()).isEqualTo(200);
        assertThat(result.cascade().verdict())
                .startsWith("It gains more for its cost than the last model alone: an IBC lift of");
    }

    @Test
    void whatTrainingChoseIsSavedAndDecidesAfterLoading() throws IOException {
        RoutingTable table = table();
        CascadeTrainer.Result result = new CascadeTrainer().samples(4).train(table);
        Path file = folder.resolve("cascade.llmr");

        result.cascade().save(file);
        TrainedCascade loaded = TrainedCascade.load(file);

        assertThat(TrainedCascade.isOne(file)).isTrue();
        assertThat(loaded.models()).isEqualTo(result.cascade().models());
        assertThat(loaded.samples()).isEqualTo(4);
        assertThat(loaded.trainedRows()).isEqualTo(800);
        assertThat(loaded.verdict()).isEqualTo(result.cascade().verdict());
        assertThat(loaded.evaluate(table.rows(Split.TEST))).isEqualTo(result.heldOut());
    }

    @ParameterizedTest
    @EnumSource(CascadeMethod.class)
    void eachMethodMakesARuleOfItsKind(CascadeMethod method) throws IOException {
        RoutingTable two = table().withModels(List.of("small", "large"));

        CascadeTrainer.Result result = new CascadeTrainer()
                .models(List.of("small", "large"))
                .method(method)
                .train(two);

        EscalationRule rule = result.cascade().steps().get(0).rule();
        assertThat(rule.method()).isEqualTo(method.label());
        assertThat(rule.escalates(1)).isFalse();
        assertThat(rule.escalates(0.25)).isTrue();
        // A share of 0 means a query that is too hard for all: only a threshold from below cannot tell.
        boolean fromBelow = method == CascadeMethod.THRESHOLD || method == CascadeMethod.SELF_CONSISTENCY;
        assertThat(rule.escalates(0)).isEqualTo(fromBelow);
        assertThat(rule.quality(1)).isGreaterThan(0.9);
        assertThat(rule.quality(0)).isLessThan(0.05);
    }

    @Test
    void knowingTheHopelessGainsMoreThanAThreshold() throws IOException {
        var threshold = new CascadeTrainer().method(CascadeMethod.THRESHOLD).train(table());
        var pomdp = new CascadeTrainer().method(CascadeMethod.POMDP).train(table());

        assertThat(pomdp.heldOut().ibcLift()).isGreaterThan(threshold.heldOut().ibcLift());
    }

    @Test
    void verificationsThatSayNothingAreNoGain() throws IOException {
        RoutingTable blind = CascadeTables.verified(folder, 1000, 0.5, 8).withModels(List.of("small", "large"));

        CascadeTrainer.Result result =
                new CascadeTrainer().method(CascadeMethod.SELF_CONSISTENCY).train(blind);

        assertThat(result.isGood()).isFalse();
        assertThat(result.cascade().verdict()).startsWith("It is no gain for its cost");
    }

    @Test
    void theLiftIsTheGainPerCostRelativeToThatOfTheLargeModel() {
        var small = new Result("small", 0.5, 1);
        var large = new Result("large", 0.7, 51);

        assertThat(Lift.of(new Result("", 0.6, 13.5), small, large)).isCloseTo(1, within(1e-12));
        assertThat(Lift.of(new Result("", 0.6, 51), small, large)).isCloseTo(-0.5, within(1e-12));
        assertThat(Lift.of(large, small, large)).isZero();
        assertThat(Lift.of(new Result("", 0.6, 1), small, large)).isNaN();
        assertThat(Lift.of(large, new Result("small", 0.8, 1), large)).isNaN();
    }

    @Test
    void aLimitOnTheCostIsKept() throws IOException {
        var free = new CascadeTrainer().models(List.of("small", "large")).train(table());
        var limited = new CascadeTrainer()
                .models(List.of("small", "large"))
                .mostCost(0.004)
                .train(table());

        assertThat(free.heldOut().cascade().cost()).isGreaterThan(0.004);
        assertThat(limited.heldOut().cascade().cost()).isLessThan(0.005);
    }

    @Test
    void aTableWithoutVerificationsIsRefused() throws IOException {
        Path file = Files.writeString(
                folder.resolve("bare.jsonl"),
                "{\"query\":\"q\",\"scores\":{\"a\":1,\"b\":0},\"cost\":{\"a\":2,\"b\":1}}\n".repeat(1)
                        + "{\"query\":\"r\",\"scores\":{\"a\":1,\"b\":0},\"cost\":{\"a\":2,\"b\":1}}\n");

        assertThatThrownBy(() -> new CascadeTrainer().train(RoutingTableReader.read(file)))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageContaining("verifications of a model that is cheaper than a, the best");
    }

    @Test
    void aVerificationAboveOneIsRefusedWithItsPlace() throws IOException {
        Path file = Files.writeString(
                folder.resolve("wrong.jsonl"), "{\"query\":\"q\",\"scores\":{\"a\":1},\"verification\":{\"a\":1.5}}\n");

        assertThatThrownBy(() -> RoutingTableReader.read(file))
                .hasMessageContaining("wrong.jsonl:1: expected the verification of a from 0 to 1, found 1.5");
    }

    @Test
    void routingDataOfOneLineAModelHaveVerificationsToo() throws IOException {
        Path file = Files.writeString(folder.resolve("long.jsonl"), """
                {"query":"q","model_name":"a","performance":1,"cost":0.1,"verification":0.5}
                {"query":"q","model_name":"b","performance":0,"cost":0.2}
                """);

        RoutingTable table = RoutingTableReader.read(file);

        assertThat(table.verification(0, 0)).isEqualTo(0.5f);
        assertThat(table.verification(0, 1)).isNaN();
        assertThat(table.cost(0, 1)).isEqualTo(0.2f);
    }

    @Test
    void aCascadeAndARouterAreNotTakenForEachOther() throws IOException {
        Path file = folder.resolve("cascade.llmr");
        new CascadeTrainer().train(table()).cascade().save(file);

        assertThatThrownBy(() -> TrainedRouter.load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("\"automix\"");
        assertThat(TrainedCascade.isOne(folder.resolve("missing.llmr"))).isFalse();
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        Path file = folder.resolve("cascade.llmr");
        new CascadeTrainer().train(table()).cascade().save(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> TrainedCascade.load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("damaged");
    }
}
