package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.cli.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600) // training takes its time on a busy machine
class LearnedCommandsTest {
    private static final int ROWS = 200;
    private static final String SUM = "please add the digits";

    @TempDir
    static Path folder;

    private static Cli.Run trained;

    private final Cli cli = new Cli(folder);

    /** One model is good at sums, one at verses; every fifth row is for judging, and one row leaks. */
    @BeforeAll
    static void train() {
        var cli = new Cli(folder);
        cli.file("scores.jsonl", table());
        cli.file("flat.jsonl", table().replaceAll("\"poet\":[01]", "\"poet\":1"));
        trained = cli.run("train", "-r", "knnrouter", "-d", "scores.jsonl", "-s", "knn.llmr", "--set", "k=10");
    }

    private static String table() {
        var lines = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            boolean sum = i % 2 == 0;
            lines.append(
                    "{\"id\":\"r%d\",\"task\":\"%s\",\"split\":\"%s\",\"query\":\"%s %d\",\"scores\":{\"poet\":%d,\"counter\":%d},\"cost\":{\"poet\":0.01,\"counter\":0.002}}\n"
                            .formatted(
                                    i,
                                    sum ? "sums" : "verses",
                                    i % 5 == 0 ? "test" : "train",
                                    sum ? "add the digits of" : "rhyme a poem about",
                                    i,
                                    sum ? 0 : 1,
                                    sum ? 1 : 0));
        }
        return lines
                + "{\"id\":\"leak\",\"split\":\"train\",\"query\":\"ADD the digits of 0\",\"scores\":{\"poet\":1,\"counter\":0}}\n";
    }

    @Test
    void trainingShowsProgressJudgesAndSaves() {
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err()).contains("[1/", "validated k=10", "calibrated");
        assertThat(trained.out())
                .contains("accuracy", "oracle", "AIQ of the zero router", "It beats the best single model")
                .contains("1 rows whose text is also a test query left out", "Leaking rows: leak", "Saved in");
        assertThat(folder.resolve("knn.llmr")).isRegularFile();
    }

    @Test
    void aRouterThatDoesNotBeatTheBaselinesIsSavedOnlyByForce() {
        var refused = cli.run("train", "-r", "elorouter", "-d", "flat.jsonl", "-s", "elo.llmr", "--quiet");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("It does not beat the best single model");
        assertThat(refused.err()).contains("was not saved", "--force");
        assertThat(folder.resolve("elo.llmr")).doesNotExist();

        var forced = cli.run("train", "-r", "elorouter", "-d", "flat.jsonl", "-s", "forced.llmr", "--force", "--json");
        assertThat(forced.code()).isZero();
        assertThat(forced.json().at("/held_out/is_good").booleanValue()).isFalse();
        assertThat(forced.json().path("saved").stringValue()).endsWith("forced.llmr");
        assertThat(folder.resolve("forced.llmr")).isRegularFile();
    }

    @Test
    void anEvaluationWritesPredictionsAndAReport() {
        var run = cli.run(
                "evaluate",
                "-m",
                "knn.llmr",
                "-d",
                "scores.jsonl",
                "--predictions",
                "p.jsonl",
                "--report",
                "rep",
                "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().path("rows").intValue()).isEqualTo(ROWS / 5);
        assertThat(run.json().path("accuracy").doubleValue()).isGreaterThan(0.9);
        assertThat(run.json().at("/tasks/0/task").stringValue()).isEqualTo("sums");
        List<String> lines = cli.read("p.jsonl").lines().toList();
        assertThat(lines).hasSize(ROWS / 5);
        var first = Json.mapper().readTree(lines.get(0));
        assertThat(first.path("id").stringValue()).isEqualTo("r0");
        assertThat(first.at("/pred/counter").doubleValue())
                .isGreaterThan(first.at("/pred/poet").doubleValue());
        assertThat(first.at("/cost/counter").doubleValue()).isPositive();
        assertThat(cli.read("rep/index.html")).contains("<svg", "Calibration", "Slowest decisions");
    }

    @Test
    void severalRoutersStandInOneTableAndOnePlot() {
        var run = cli.run("compare", "knn.llmr", "knn.llmr", "-d", "scores.jsonl", "--report", "cmp");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(line -> line.contains("knnrouter"))).hasSize(2);
        assertThat(run.out()).contains("Best single model", "oracle");
        assertThat(cli.read("cmp/index.html")).contains("<svg", "hull1");
    }

    @Test
    void aKnobIsTurnedIntoAWeightAndSaysWhatItReached() {
        var shown = cli.run("calibrate", "-m", "knn.llmr");
        assertThat(shown.out()).contains("lambda", "cost of a query", "The best single model");

        var settled = cli.run("calibrate", "-m", "knn.llmr", "--max-cost-per-query", "0.003", "-s", "cheap.llmr");
        assertThat(settled.code()).as(settled.err()).isZero();
        assertThat(settled.out()).contains("quality", "Saved in cheap.llmr");
        var explained = cli.run("evaluate", "-m", "cheap.llmr", "-d", "scores.jsonl");
        assertThat(explained.out()).contains("accuracy as saved", "cost of a query as saved");

        assertThat(cli.run("calibrate", "-m", "knn.llmr", "--target-strong-share", "7")
                        .code())
                .isEqualTo(2);
        assertThat(cli.run("calibrate", "-m", "knn.llmr", "--save", "x").err()).contains("expected a knob");
    }

    @Test
    void aDecisionIsExplainedByCandidatesAndNeighbours() {
        models("llmrouter.yaml", "router: {strategy: knnrouter, llmrouter: {model_path: knn.llmr}}");
        var run = cli.run("route", "-q", SUM);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("counter by ")
                .contains("quality", "utility", "chosen, the best on average", "expected to be the best here too")
                .contains("nearest training queries", "add the digits of");
        assertThat(cli.run("route", "-q", "rhyme a poem about the sea").out())
                .contains("poet is expected to gain", "more than the gate of");
        var json = cli.run("route", "-q", SUM, "--json").json();
        assertThat(json.at("/explanation/models")).hasSize(2);
        assertThat(json.at("/explanation/neighbours/0/query").stringValue()).startsWith("add the digits of");
        assertThat(json.at("/explanation/neighbours/0/scores/counter").intValue())
                .isOne();
    }

    @Test
    void anInferenceIsExplainedWhereSomebodyIsToReadIt() {
        models("llmrouter.yaml", "router: {strategy: knnrouter, llmrouter: {model_path: knn.llmr}}");
        var one = cli.run("infer", "-q", SUM, "--route-only").json();
        assertThat(one.at("/routing_result/explanation/neighbours")).isNotEmpty();

        cli.file("two.txt", SUM + "\nrhyme a poem\n");
        var plain = cli.run("infer", "-i", "two.txt", "--route-only").json();
        assertThat(plain.at("/0/routing_result/explanation").isMissingNode()).isTrue();
        var explained =
                cli.run("infer", "-i", "two.txt", "--route-only", "--explain").json();
        assertThat(explained
                        .at("/1/routing_result/explanation/models/0/model_name")
                        .stringValue())
                .isEqualTo("poet");
    }

    @Test
    void theCommandLineNamesTheRouterAndItsModel() {
        models("other.yaml", "router: {strategy: random}");
        var right = cli.run(
                "infer",
                "-c",
                "other.yaml",
                "-q",
                SUM,
                "--route-only",
                "--router",
                "knnrouter",
                "--load_model_path",
                "knn.llmr");
        assertThat(right.code()).as(right.err()).isZero();
        assertThat(right.json().path("model_name").stringValue()).isEqualTo("counter");

        var wrong = cli.run(
                "infer",
                "-c",
                "other.yaml",
                "-q",
                SUM,
                "--route-only",
                "--router",
                "mlprouter",
                "--load_model_path",
                "knn.llmr");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("knnrouter, which the model file holds");
        assertThat(cli.run("list-routers").out()).contains("knnrouter", "logisticrouter", "llmrouter");
    }

    @Test
    void trainedModelsMapToConfiguredOnesByName() {
        cli.file("mapped.yaml", """
                router: {strategy: llmrouter, llmrouter: {model_path: knn.llmr, models: {counter: mine, poet: yours}}}
                llms:
                  mine: {provider: openai, model: a, api_key: k}
                  yours: {provider: openai, model: b, api_key: k}
                """);
        var run = cli.run("route", "-c", "mapped.yaml", "-q", SUM);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("mine by ");
    }

    @Test
    void aRoutersOwnFileTrainsAndServes() throws Exception {
        Path root = Files.createDirectories(folder.resolve("old/data")).getParent();
        Files.createDirectories(root.resolve("configs/train"));
        Files.writeString(root.resolve("data/train.jsonl"), routing(0, 160));
        Files.writeString(root.resolve("data/test.jsonl"), routing(160, 200));
        Files.writeString(root.resolve("data/llms.json"), """
                {"poet": {"size": "7B", "model": "x/poet", "service": "NVIDIA", "input_price": 1, "output_price": 2,
                          "api_endpoint": "https://integrate.api.nvidia.com/v1", "embedding": [0.1, 0.2]},
                 "counter": {"size": "70B", "model": "x/counter", "service": "Bedrock", "aws_region": "us-east-1",
                             "input_price": 3, "output_price": 4}}
                """);
        Files.writeString(root.resolve("configs/train/knn.yaml"), """
                data_path:
                  routing_data_train: data/train.jsonl
                  routing_data_test: data/test.jsonl
                  llm_data: data/llms.json
                model_path: {save_model_path: saved/knn.llmr}
                metric: {weights: {performance: 1}}
                hparam: {n_neighbors: 10, weights: uniform, leafs: 3}
                """);
        var train = cli.run("train", "--router", "knnrouter", "--config", "old/configs/train/knn.yaml", "--quiet");
        assertThat(train.code()).as(train.err()).isZero();
        assertThat(train.out()).contains("k=10", "AIQ", "160 rows");
        assertThat(train.err()).contains("hparam.leafs is not known", "hparam.weights has no effect here");
        assertThat(root.resolve("saved/knn.llmr")).isRegularFile();

        var infer = cli.environment(Map.of("API_KEYS", "{\"NVIDIA\": [\"k1\", \"k2\"]}"))
                .run(
                        "infer",
                        "--router",
                        "knnrouter",
                        "--config",
                        "old/configs/train/knn.yaml",
                        "-q",
                        SUM,
                        "--route-only");
        assertThat(infer.code()).as(infer.err()).isZero();
        assertThat(infer.json().path("model_name").stringValue()).isEqualTo("counter");
    }

    private static String routing(int from, int to) {
        var lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            for (String model : List.of("poet", "counter")) {
                boolean right = model.equals(i % 2 == 0 ? "counter" : "poet");
                lines.append(
                        "{\"task_name\":\"t\",\"query\":\"%s %d\",\"model_name\":\"%s\",\"performance\":%d,\"output_tokens\":20}\n"
                                .formatted(
                                        i % 2 == 0 ? "add the digits of" : "rhyme a poem about",
                                        i,
                                        model,
                                        right ? 1 : 0));
            }
        }
        return lines.toString();
    }

    @Test
    void aNewModelIsLearnedOfFromAFewProbes() {
        var probes = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            probes.append("{\"query\":\"%s %d\",\"scores\":{\"singer\":%d,\"poet\":%d}}\n"
                    .formatted(i % 2 == 0 ? "add the digits of" : "rhyme a poem about", 1_000 + i, i % 2, i % 2));
        }
        cli.file("probes.jsonl", probes.toString());
        var run = cli.run(
                "train", "-r", "kmeansrouter", "-d", "scores.jsonl", "--probes", "probes.jsonl", "-s", "new.llmr");
        assertThat(run.code()).as(run.err()).isZero();
        cli.file("new.yaml", """
                router: {strategy: llmrouter, llmrouter: {model_path: new.llmr}}
                llms:
                  singer: {provider: openai, model: s, api_key: k}
                  counter: {provider: openai, model: c, api_key: k}
                """);
        assertThat(cli.run("route", "-c", "new.yaml", "-q", "rhyme a poem about it")
                        .out())
                .startsWith("singer by ");
        assertThat(cli.run("route", "-c", "new.yaml", "-q", SUM).out()).startsWith("counter by ");
    }

    @Test
    void pricesAndModelsThatTheTableDoesNotKnowAreRefused() {
        cli.file("none.json", "{\"nobody\": [1, 2]}");
        var train = List.of("train", "-d", "scores.jsonl", "-s", "y.llmr");
        assertThat(cli.run(with(train, "--prices", "none.json")).err())
                .contains("--prices: expected prices of models of the table: [poet, counter]", "[nobody]");
        assertThat(cli.run(with(train, "--models", "poet,nobody")).err()).contains("--models: expected models");
        assertThat(cli.run(with(train, "--models", "poet")).err()).contains("at least 2 models");
    }

    private static String[] with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void modelsWithoutScoresOrCostsAreNamed() {
        cli.file(
                "gaps.jsonl",
                table().replaceAll("\"poet\":0.01,", "").replaceAll("(\"scores\":\\{)", "$1\"dumb\":null,"));
        var run = cli.run("train", "-r", "kmeansrouter", "-d", "gaps.jsonl", "-s", "gaps.llmr", "--quiet");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("No cost is known of [poet]");
        assertThat(cli.run("evaluate", "-m", "gaps.llmr", "-d", "gaps.jsonl").err())
                .contains("AIQ and savings are left out: no cost is known of [poet]");
    }

    @Test
    void hostileTablesAreRefusedInALine() {
        refused("{\"query\":\"q\",\"scores\":{\"x\":1}}", "at least 2 models");
        refused("{\"query\":\"q\",\"scores\":{\"x\":1,\"y\":0}}", "at least 10 rows");
        refused("{\"query\":\" \",\"scores\":{\"x\":1,\"y\":0}}", "the text of a query");
        refused("{\"query\":\"q\",\"scores\":{\"x\":NaN,\"y\":0}}", "a finite number");
        refused("{\"query\":\"q\",\"scores\":{\"x\":1.5,\"y\":0}}", "from 0 to 1");
        refused(
                "{\"id\":\"a\",\"query\":\"q\",\"scores\":{\"x\":1}}\n{\"id\":\"a\",\"query\":\"r\",\"scores\":{\"x\":1}}",
                "an id that no earlier row has");
        refused("not json", "not JSON");
        refused("", "at least one row");
        refused(table().replaceAll("\"query\":\"[^\"]*\"", "\"query\":\"same\""), "whose text is also a test query");
        refused(table().replaceAll("\"train\"", "\"test\""), "all are of the split test");
        refused(table().replaceAll("\"poet\":[01],", "\"poet\":null,"), "at least 2 models");
    }

    private void refused(String table, String message) {
        var run = cli.file("bad.jsonl", table).run("train", "-d", "bad.jsonl", "-s", "bad.llmr", "--quiet");
        assertThat(run.code()).as(message).isEqualTo(1);
        assertThat(run.err()).startsWith("error: ").contains(message).doesNotContain("\tat ");
    }

    @Test
    void aModelThatCannotBeLoadedIsAnErrorAtStart() {
        cli.file("foreign.llmr", "not a model");
        models("foreign.yaml", "router: {strategy: llmrouter, llmrouter: {model_path: foreign.llmr}}");
        var run = cli.run("route", "-c", "foreign.yaml", "-q", "x");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("model_path", "a router that can be loaded");
    }

    @Test
    void misuseIsToldBeforeAnythingIsRead() {
        assertThat(cli.run("train", "-d", "none").err()).contains("Expected --save");
        assertThat(cli.run("train", "-s", "x").err()).contains("Expected one of --data and --config");
        assertThat(cli.run("train", "-r", "smallest_llm", "-d", "x", "-s", "y").err())
                .contains("needs no training: use it as a strategy");
        assertThat(cli.run("evaluate", "-m", "knn.llmr").err()).contains("Expected --data");
        assertThat(cli.run("train", "-d", "scores.jsonl", "-s", "y", "--models", "nobody")
                        .err())
                .contains("nobody");
    }

    private void models(String file, String router) {
        cli.file(file, router + """

                llms:
                  poet: {provider: openai, model: p, api_key: k}
                  counter: {provider: openai, model: c, api_key: k}
                """);
    }
}
