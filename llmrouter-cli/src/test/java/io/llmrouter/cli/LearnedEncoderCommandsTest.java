package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.FakeProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training and serving with vectors of a sentence encoder. */
@Timeout(600) // training takes its time on a busy machine
class LearnedEncoderCommandsTest {
    private static final int ROWS = 120;

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void writeTable() {
        cli = new Cli(folder);
        var lines = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            boolean sum = i % 2 == 0;
            lines.append(
                    "{\"id\":\"r%d\",\"query\":\"%s %d\",\"embedding_id\":%d,\"scores\":{\"poet\":%d,\"counter\":%d}}\n"
                            .formatted(
                                    i,
                                    sum ? "add the digits of" : "rhyme a poem about",
                                    i,
                                    i,
                                    sum ? 0 : 1,
                                    sum ? 1 : 0));
        }
        cli.file("scores.jsonl", lines.toString());
    }

    private void configure(String address) {
        cli.file("llmrouter.yaml", """
                router: {strategy: llmrouter, llmrouter: {model_path: knn.llmr, encoder_timeout: 10s}}
                embeddings:
                  vectors: {provider: openai, model: text-embedding-3-small, base_url: %1$s, api_key: k}
                llms:
                  poet: {provider: openai, model: a, base_url: %1$s, api_key: k}
                  counter: {provider: openai, model: b, base_url: %1$s, api_key: k}
                """.formatted(address));
    }

    @Test
    void aRouterTrainedWithAnEndpointIsEvaluatedRoutesAndOutlivesTheEndpoint() throws Exception {
        try (FakeProvider fake = FakeProvider.start()) {
            configure(fake.openAiUrl());
            var train = cli.run(
                    "train",
                    "-r",
                    "knnrouter",
                    "-d",
                    "scores.jsonl",
                    "-s",
                    "knn.llmr",
                    "--encoder",
                    "endpoint:vectors",
                    "--encoder-alone",
                    "--set",
                    "k=10");
            assertThat(train.code()).as(train.err()).isZero();
            assertThat(train.err()).contains("encoded 9").contains("rows");

            var evaluate = cli.run("evaluate", "-m", "knn.llmr", "-d", "scores.jsonl", "--json");
            assertThat(evaluate.code()).as(evaluate.err()).isZero();
            var route = cli.run("route", "-q", "add the digits of 77");
            assertThat(route.code()).as(route.err()).isZero();
            assertThat(route.out()).startsWith("counter by ").contains("nearest training queries", "add the digits of");
            assertThat(cli.run("calibrate", "-m", "knn.llmr").err()).contains("knows no costs");
        }
        cli.file(
                "other.yaml", Files.readString(folder.resolve("llmrouter.yaml")).replace("3-small", "3-large"));
        var refused = cli.run("route", "-c", "other.yaml", "-q", "add");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("text-embedding-3-large", "train the router again");

        var down = cli.run("infer", "--route-only", "-q", "rhyme a poem about nothing");
        assertThat(down.code()).as(down.err()).isZero();
        assertThat(down.out()).contains("no prediction", "best on average");
    }

    @Test
    void vectorsOfTheDataTrainByTheRoutersOwnFileAndByOption() throws Exception {
        var vectors = new StringBuilder("{");
        for (int i = 0; i < ROWS; i++) {
            vectors.append(i == 0 ? "" : ",").append("\"%d\":[%d,%d,0.%d]".formatted(i, i % 2, 1 - i % 2, i));
        }
        cli.file("vectors.json", vectors + "}");
        var option = cli.run(
                "train",
                "-r",
                "kmeansrouter",
                "-d",
                "scores.jsonl",
                "-s",
                "data.llmr",
                "--encoder",
                "data",
                "--embeddings",
                "vectors.json",
                "--quiet");
        assertThat(option.code()).as(option.err()).isZero();
        var evaluate = cli.run("evaluate", "-m", "data.llmr", "-d", "scores.jsonl", "--embeddings", "vectors.json");
        assertThat(evaluate.code()).as(evaluate.err()).isZero();
        var without = cli.run("evaluate", "-m", "data.llmr", "-d", "scores.jsonl");
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err()).contains("3 dimensions");

        cli.file("knn.yaml", """
                data_path: {routing_data_train: scores.jsonl, query_embedding_data: vectors.json}
                encoder: data
                """);
        var file = cli.run("train", "-r", "knnrouter", "-c", "knn.yaml", "-s", "knn.llmr", "--quiet");
        assertThat(file.code()).as(file.err()).isZero();
        assertThat(file.err()).doesNotContain("warning");
        configure("http://127.0.0.1:9/v1");
        var route = cli.run("route", "-q", "add");
        assertThat(route.code()).isEqualTo(1);
        assertThat(route.err()).contains("router.llmrouter.encoder", "came with the training data");
    }

    @Test
    void anEncoderThatIsNotThereIsRefusedWithWhatToDo() {
        var onnx = cli.run("train", "-d", "scores.jsonl", "-s", "x.llmr", "--encoder", "onnx:minilm");
        assertThat(onnx.code()).isEqualTo(1);
        assertThat(onnx.err()).contains("io.llmrouter:llmrouter-encoder-onnx", "LLMROUTER_CLASSPATH");
        configure("http://127.0.0.1:9/v1");
        var endpoint = cli.run("train", "-d", "scores.jsonl", "-s", "x.llmr", "--encoder", "endpoint:none");
        assertThat(endpoint.code()).isEqualTo(1);
        assertThat(endpoint.err()).contains("embeddings.none");
    }
}
