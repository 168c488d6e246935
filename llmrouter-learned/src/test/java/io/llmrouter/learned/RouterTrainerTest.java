package io.llmrouter.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.data.Split;
import io.llmrouter.learned.evaluate.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600) // training takes its time on a busy machine
class RouterTrainerTest {
    @TempDir
    static Path dir;

    static List<String> learners() {
        return RouterTrainer.learners();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logisticrouter",
                "svmrouter",
                "knnrouter",
                "kmeansrouter",
                "mlprouter",
                "ensemblerouter",
                "mfrouter"
            })
    void aLearnerThatLooksAtTheQueryBeatsTheBestSingleModel(String learner) throws IOException {
        RoutingTable table = SyntheticTables.kinds(dir, 800, 1);
        TrainingResult result = RouterTrainer.of(learner).train(table);
        assertThat(result.heldOut().accuracy().value()).isGreaterThan(0.8);
        assertThat(result.heldOut().gain().low()).isPositive();
        assertThat(result.isGood()).isTrue();
        assertThat(result.router().verdict()).startsWith("It beats the best single model:");
        assertThat(result.router().choose("please add the number of digits")).isEqualTo("counter");
        assertThat(result.router().choose("give me a rhyme, a poem, a ballad")).isEqualTo("poet");
        assertThat(result.heldOut().reliability().ece()).isLessThan(0.1);
    }

    @Test
    void aGraphOfQueriesAndModelsFindsTheRightOne() throws IOException {
        TrainingResult result = RouterTrainer.of("graph_router").train(SyntheticTables.kinds(dir, 400, 1));

        assertThat(result.router().learner()).isEqualTo("graphrouter");
        assertThat(result.heldOut().accuracy().value()).isGreaterThan(0.8);
        assertThat(result.isGood()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hybrid_llm", "thresholdrouter"})
    void aLearnerOfGapsLeavesTheLargeModelWhereAnotherDoesAsWell(String learner) throws IOException {
        TrainingResult result =
                RouterTrainer.of(learner).setting("threshold", 0.7).train(SyntheticTables.kinds(dir, 800, 1));
        assertThat(result.isGood()).isTrue();
        assertThat(result.router().choose("please add the number of digits")).isEqualTo("counter");
        assertThat(result.router().choose("give me a rhyme, a poem, a ballad")).isEqualTo("poet");
    }

    @Test
    void ratingsFromSimilarQueriesFindWhatOneRatingCannot() throws IOException {
        RoutingTable table = SyntheticTables.kinds(dir, 400, 1);
        TrainingResult result = RouterTrainer.of("elorouter")
                .setting("similarity", 1)
                .setting("k", 100)
                .train(table);
        assertThat(result.isGood()).isTrue();
        assertThat(result.router().choose("please add the number of digits")).isEqualTo("counter");
        Path file = dir.resolve("similar.llmr");
        result.router().save(file);
        assertThat(predictions(TrainedRouter.load(file), "rhyme a poem"))
                .isEqualTo(predictions(result.router(), "rhyme a poem"));
    }

    @Test
    void theLabelsOfOtherVersionsThrowSignalAwayButNotTheBaseline() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            // The first model wins all ties, the second is right more often.
            lines.append("{\"query\":\"text %d\",\"scores\":{\"first\":%d,\"second\":1}}\n"
                    .formatted(i, i % 4 == 0 ? 0 : 1));
        }
        RoutingTable table = RoutingTableReader.read(Files.writeString(dir.resolve("ties.jsonl"), lines));
        TrainingResult labels = RouterTrainer.of("elorouter").bestLabels(true).train(table);
        TrainingResult scores = RouterTrainer.of("elorouter").train(table);
        assertThat(labels.router().choose("text")).isEqualTo("first");
        assertThat(scores.router().choose("text")).isEqualTo("second");
        assertThat(labels.heldOut().bestSingle()).isEqualTo("second");
        assertThat(labels.isGood()).isFalse();
    }

    @Test
    void twoTablesBecomeOneWithTheModelsOfBoth() throws IOException {
        RoutingTable first = RoutingTableReader.read(
                Files.writeString(dir.resolve("j1.jsonl"), "{\"id\":\"a\",\"query\":\"q\",\"scores\":{\"x\":1}}"));
        RoutingTable second = RoutingTableReader.read(
                Files.writeString(dir.resolve("j2.jsonl"), "{\"id\":\"a\",\"query\":\"r\",\"scores\":{\"y\":0.5}}"));
        RoutingTable both = first.withSplit(Split.TRAIN).joined(second.withSplit(Split.TEST));
        assertThat(both.models()).containsExactly("x", "y");
        assertThat(both.size()).isEqualTo(2);
        assertThat(both.id(1)).isEqualTo("test:a");
        assertThat(both.score(1, 0)).isNaN();
        assertThat(both.score(1, 1)).isEqualTo(0.5f);
        assertThat(both.rows(Split.TEST).size()).isEqualTo(1);
    }

    @Test
    void aRatingThatIsTheSameForEveryQuerySaysPlainlyThatItDoesNotHelp() throws IOException {
        TrainingResult result = RouterTrainer.of("elorouter").train(SyntheticTables.kinds(dir, 400, 2));
        assertThat(result.isGood()).isFalse();
        assertThat(result.router().verdict()).startsWith("It does not beat the best single model:");
        assertThat(result.heldOut().gain().value()).isZero();
    }

    @ParameterizedTest
    @MethodSource("learners")
    void theSameSeedGivesTheSameFileAndAnotherLoadsToTheSamePredictions(String learner) throws IOException {
        RoutingTable table = SyntheticTables.kinds(dir, 200, 3);
        Path first = dir.resolve(learner + "1");
        Path second = dir.resolve(learner + "2");
        TrainedRouter router = RouterTrainer.of(learner).seed(5).train(table).router();
        router.save(first);
        RouterTrainer.of(learner).seed(5).train(table).router().save(second);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);

        TrainedRouter loaded = TrainedRouter.load(first);
        loaded.save(second);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        for (int row = 0; row < table.size(); row++) {
            assertThat(predictions(loaded, table.query(row))).isEqualTo(predictions(router, table.query(row)));
        }
    }

    private static List<Double> predictions(TrainedRouter router, String query) {
        double[] quality = new double[router.models().size()];
        double[] cost = new double[quality.length];
        router.predict(query, quality, cost);
        var all = new ArrayList<Double>();
        for (int i = 0; i < quality.length; i++) {
            all.add(quality[i]);
            all.add(cost[i]);
        }
        return all;
    }

    @Test
    void costsAndTokensArePredictedByQuery() throws IOException {
        TrainedRouter router = RouterTrainer.of("logisticrouter")
                .train(SyntheticTables.kinds(dir, 800, 4))
                .router();
        double[] quality = new double[3];
        double[] tokens = new double[3];
        int poet = router.models().indexOf("poet");
        router.predictTokens("please multiply the number of digits", quality, tokens);
        assertThat(tokens[poet]).isBetween(10.0, 60.0);
        router.predictTokens("give me a poem with a rhyme", quality, tokens);
        assertThat(tokens[poet]).isBetween(100.0, 300.0);
    }

    @Test
    void rowsThatAreAlsoTestQueriesAreLeftOutAndTold() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append(
                    "{\"id\":\"a%d\",\"split\":\"train\",\"query\":\"question %d\",\"scores\":{\"x\":%d,\"y\":1}}\n"
                            .formatted(i, i, i % 2));
        }
        lines.append("{\"id\":\"t\",\"split\":\"test\",\"query\":\"QUESTION 7\",\"scores\":{\"x\":1,\"y\":0}}\n");
        RoutingTable table = RoutingTableReader.read(Files.writeString(dir.resolve("leak.jsonl"), lines));
        TrainingResult result = RouterTrainer.of("elorouter").train(table);
        assertThat(result.leakage().ids()).containsExactly("a7");
        assertThat(result.router().trainedRows()).isEqualTo(39);
        assertThat(result.notes()).anyMatch(note -> note.contains("1 rows whose text is also a test query"));
    }

    @Test
    void scoresThatAreMissingArePassedOver() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String scores = i % 2 == 0 ? "\"x\":1" : "\"y\":0";
            lines.append("{\"query\":\"text number %d\",\"scores\":{%s}}\n".formatted(i, scores));
        }
        RoutingTable table = RoutingTableReader.read(Files.writeString(dir.resolve("gaps.jsonl"), lines));
        for (String learner : RouterTrainer.learners()) {
            TrainingResult result = RouterTrainer.of(learner).train(table);
            assertThat(predictions(result.router(), "text"))
                    .filteredOn(value -> !value.isNaN())
                    .allMatch(p -> p >= 0 && p <= 1);
        }
        assertThat(RouterTrainer.of("knnrouter").train(table).router().choose("text"))
                .isEqualTo("x");
    }

    @Test
    void aTableOfOneModelOrOneRowIsRefused() throws IOException {
        RoutingTable oneModel = RoutingTableReader.read(
                Files.writeString(dir.resolve("one.jsonl"), "{\"query\":\"q\",\"scores\":{\"x\":1}}"));
        assertThatThrownBy(() -> RouterTrainer.of("knnrouter").train(oneModel))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageContaining("at least 2 models");
        RoutingTable oneRow = RoutingTableReader.read(
                Files.writeString(dir.resolve("row.jsonl"), "{\"query\":\"q\",\"scores\":{\"x\":1,\"y\":0}}"));
        assertThatThrownBy(() -> RouterTrainer.of("knnrouter").train(oneRow))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageContaining("at least 10 rows");
    }

    @ParameterizedTest
    @MethodSource("learners")
    void scoresThatAreAllEqualChooseTheCheapestOfEquals(String learner) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            lines.append("{\"query\":\"text %d\",\"scores\":{\"x\":1,\"y\":1},\"cost\":{\"x\":0.5,\"y\":0.1}}\n"
                    .formatted(i));
        }
        RoutingTable table = RoutingTableReader.read(Files.writeString(dir.resolve("equal.jsonl"), lines));
        TrainingResult result = RouterTrainer.of(learner).train(table);
        assertThat(result.isGood()).isFalse();
        assertThat(result.heldOut().accuracy().value()).isEqualTo(1);
        assertThat(predictions(result.router(), "text")).allMatch(Double::isFinite);
        if (!learner.equals("randomrouter")) {
            assertThat(result.router().choose("text 7")).isEqualTo("y");
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void textsWithoutWordsInCommonAreLearnedFrom(String learner) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append("{\"query\":\"%s\",\"scores\":{\"x\":%d,\"y\":0.2}}\n"
                    .formatted("z".repeat(i + 1), i % 4 == 0 ? 0 : 1));
        }
        RoutingTable table = RoutingTableReader.read(Files.writeString(dir.resolve("strange.jsonl"), lines));
        TrainingResult result = RouterTrainer.of(learner).train(table);
        assertThat(predictions(result.router(), "never seen"))
                .filteredOn(value -> !value.isNaN())
                .hasSize(2)
                .allMatch(p -> p >= 0 && p <= 1);
        if (!learner.equals("randomrouter")) {
            assertThat(result.router().choose("never seen")).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void oneRowAndTheSameTextEverywhereAreRefused(String learner) throws IOException {
        RoutingTable one = RoutingTableReader.read(
                Files.writeString(dir.resolve("single.jsonl"), "{\"query\":\"q\",\"scores\":{\"x\":1,\"y\":0}}"));
        assertThatThrownBy(() -> RouterTrainer.of(learner).train(one))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageContaining("at least 10 rows");
        RoutingTable same = RoutingTableReader.read(Files.writeString(
                dir.resolve("same.jsonl"), "{\"query\":\"q\",\"scores\":{\"x\":1,\"y\":0}}\n".repeat(40)));
        assertThatThrownBy(() -> RouterTrainer.of(learner).train(same))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageContaining("at least 10 rows");
    }

    @Test
    void aTableOfOtherModelsCannotJudge() throws IOException {
        TrainedRouter router = RouterTrainer.of("knnrouter")
                .train(SyntheticTables.kinds(dir, 100, 8))
                .router();
        RoutingTable others = RoutingTableReader.read(
                Files.writeString(dir.resolve("others.jsonl"), "{\"query\":\"q\",\"scores\":{\"unknown\":1}}"));
        assertThatThrownBy(() -> Evaluator.evaluate(router, others, 1))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageContaining("unknown");
    }

    @Test
    void anUnknownLearnerIsRefusedWithTheNamesOfAll() {
        assertThatThrownBy(() -> RouterTrainer.of("nonesuch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("logisticrouter");
    }

    @Test
    void anExplanationNamesWordsRowsOrTheCluster() throws IOException {
        RoutingTable table = SyntheticTables.kinds(dir, 400, 6);
        String query = "please add the number";
        Explanation words =
                RouterTrainer.of("logisticrouter").train(table).router().explain(query, 3);
        assertThat(words.chosen()).isEqualTo("counter");
        assertThat(words.evidence()).isInstanceOfSatisfying(Evidence.Words.class, found -> {
            assertThat(found.words())
                    .isNotEmpty()
                    .first()
                    .satisfies(word -> assertThat(word.push()).isPositive());
            assertThat(found.words()).extracting(Evidence.Word::text).containsAnyOf("add", "number");
            assertThat(found.rival()).isNotEqualTo("counter");
        });
        assertThat(words.forecasts())
                .hasSize(3)
                .first()
                .extracting(ModelForecast::model)
                .isEqualTo("counter");
        Explanation rows = RouterTrainer.of("knnrouter").train(table).router().explain(query, 3);
        assertThat(rows.evidence()).isInstanceOfSatisfying(Evidence.Neighbours.class, found -> {
            assertThat(found.nearest()).hasSize(3);
            assertThat(found.nearest().get(0).text()).contains("add");
            assertThat(found.nearest().get(0).scores()).containsKeys("counter", "poet");
        });

        TrainedRouter clusters = RouterTrainer.of("kmeansrouter").train(table).router();
        assertThat(clusters.explain(query, 3).evidence()).isInstanceOfSatisfying(Evidence.Cluster.class, found -> {
            assertThat(found.rows()).isPositive();
            assertThat(found.examples()).isNotEmpty().allMatch(text -> text.contains("sum"));
        });
    }

    @Test
    void anExplanationSurvivesSavingAndAQueryWithoutKnownWordsHasNoNeighbours() throws IOException {
        RoutingTable table = SyntheticTables.kinds(dir, 200, 6);
        Path file = dir.resolve("knn.llmr");
        TrainedRouter router = RouterTrainer.of("knnrouter").train(table).router();
        router.save(file);
        assertThat(TrainedRouter.load(file).explain("add the number", 2))
                .isEqualTo(router.explain("add the number", 2));
        assertThat(router.explain("xylophones bewilder", 3).evidence()).isEqualTo(new Evidence.Neighbours(List.of()));
    }

    @Test
    void aModelOfUnknownCostIsNotTakenForFree() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            lines.append("{\"query\":\"text %d\",\"scores\":{\"x\":1,\"y\":1,\"z\":1},\"cost\":{\"x\":0.5,\"y\":0.1}}\n"
                    .formatted(i));
        }
        RoutingTable table = RoutingTableReader.read(Files.writeString(dir.resolve("unpriced.jsonl"), lines));
        TrainedRouter router =
                RouterTrainer.of("logisticrouter").lambda(1).train(table).router();
        double[] quality = new double[3];
        double[] cost = new double[3];
        router.predict("text", quality, cost);
        assertThat(cost[2]).isNaN();
        assertThat(cost[1]).isBetween(0.09, 0.11);
        assertThat(router.choose("text")).isEqualTo("y");
    }

    @Test
    void progressCountsToItsTotal() throws IOException {
        var steps = new ArrayList<String>();
        RouterTrainer.of("kmeansrouter")
                .progress((step, done, total) -> steps.add(done + "/" + total))
                .train(SyntheticTables.kinds(dir, 200, 7));
        assertThat(steps.get(steps.size() - 1)).isEqualTo("8/8");
    }
}
