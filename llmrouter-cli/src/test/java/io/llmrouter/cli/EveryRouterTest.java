package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.learned.RouterTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each router is trained and served from a YAML in the shape of other versions, over their file formats. */
@Timeout(300) // training takes its time on a busy machine
class EveryRouterTest {
    private static final List<String> MODELS = List.of("poet-7b", "counter-70b");
    private static final String DATA = """
            data_path:
              query_data_train: 'data/query_train.jsonl'
              query_data_test: 'data/query_test.jsonl'
              query_embedding_data: 'data/query_embeddings.pt'
              routing_data_train: 'data/routing_train.jsonl'
              routing_data_test: 'data/routing_test.jsonl'
              llm_data: 'data/llms.json'
              llm_embedding_data: 'data/llm_embeddings.json'
            metric:
              weights: {performance: 1, cost: 0, llm_judge: 0}
            """;

    @TempDir
    static Path folder;

    private static final Map<String, String> ENVIRONMENT = Map.of("API_KEYS", "{\"NVIDIA\": \"k1,k2\"}");
    private final Cli cli = new Cli(folder).environment(ENVIRONMENT);

    @BeforeAll
    static void writeData() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        new Cli(folder)
                .file("data/query_train.jsonl", queries(0, 80))
                .file("data/query_test.jsonl", queries(80, 100))
                .file("data/routing_train.jsonl", routing(0, 80))
                .file("data/routing_test.jsonl", routing(80, 100))
                .file("data/llms.json", llms(""))
                .file("data/llm_embeddings.json", llms(", \"embedding\": [0.1, -0.2, 0.3]"));
    }

    private static String llms(String more) {
        return """
                {"poet-7b": {"size": "7B", "feature": "Writes verses.", "input_price": 0.2, "output_price": 0.4,
                             "model": "x/poet", "service": "NVIDIA", "api_endpoint": "http://127.0.0.1:9/v1"%1$s},
                 "counter-70b": {"size": "70B", "feature": "Counts.", "input_price": 3, "output_price": 4,
                             "model": "x/counter", "service": "NVIDIA", "api_endpoint": "http://127.0.0.1:9/v1"%1$s}}
                """.formatted(more);
    }

    private static String text(int row) {
        return (row % 2 == 0 ? "add the digits of " : "rhyme a poem about ") + row;
    }

    private static String queries(int from, int to) {
        var lines = new StringBuilder();
        for (int row = from; row < to; row++) {
            lines.append(
                    "{\"task_name\":\"t\",\"query\":\"%s\",\"ground_truth\":\"a\",\"metric\":\"em\",\"choices\":null,\"task_id\":null}\n"
                            .formatted(text(row)));
        }
        return lines.toString();
    }

    /** The small model is right at verses, the large one nearly always; the small one's answers are verified too. */
    private static String routing(int from, int to) {
        var lines = new StringBuilder();
        for (int row = from; row < to; row++) {
            for (String model : MODELS) {
                boolean right = model.equals("poet-7b") ? row % 2 == 1 : row % 10 != 9;
                lines.append("""
                        {"task_name":"t","query":"%s","ground_truth":"a","metric":"em","choices":null,"model_name":"%s",\
                        "response":"r","token_num":30,"input_tokens":10,"output_tokens":20,"response_time":0.5,\
                        "api_key_used":"","performance":%s,"embedding_id":%d,"user_id":null,"fig_id":null%s}
                        """.formatted(
                                text(row),
                                model,
                                right ? "1.0" : "0.0",
                                row,
                                model.equals("poet-7b") ? ",\"verification\":" + (right ? "1.0" : "0.0") : ""));
            }
        }
        return lines.toString();
    }

    static Stream<Arguments> routers() {
        String network = "hidden_layer_sizes: [16, 8], activation: relu, solver: adam, lr: 0.001, epochs: 5";
        return Stream.of(
                Arguments.of(
                        "knnrouter",
                        "{n_neighbors: 5, weights: uniform, algorithm: auto, leaf_size: 30, p: 2,"
                                + " metric: minkowski, n_jobs: -1}"),
                Arguments.of("svmrouter", "{kernel: rbf, C: 1.0, gamma: scale, probability: true}"),
                Arguments.of("mlprouter", "{" + network + ", batch_size: 32, alpha: 0.0001}"),
                Arguments.of(
                        "mfrouter",
                        "{latent_dim: 16, text_dim: 768, lr: 0.001, epochs: 5, batch_size: 64," + " noise_alpha: 0.0}"),
                Arguments.of("elorouter", "{}"),
                Arguments.of(
                        "dcrouter",
                        "{top_k: 3, last_k: 3, temperature: 1, cluster_loss_weight: 1, H: 3,"
                                + " n_clusters: 3, learning_rate: 0.00005, seed: 1}"),
                Arguments.of("routerdc", "{}"),
                Arguments.of(
                        "hybrid_llm",
                        "{" + network + "}\nrouter_mode: probabilistic\nrouter_tau: 0.1\n" + "router_threshold: 0.5"),
                Arguments.of("hybridllm", "{}"),
                Arguments.of(
                        "graphrouter",
                        "{hidden_dim: 8, learning_rate: 0.001, weight_decay: 0.0001, train_epoch: 5,"
                                + " batch_size: 4, train_mask_rate: 0.3, val_split_ratio: 0.2, random_state: 42}"),
                Arguments.of("graph_router", "{train_epoch: 3}"),
                Arguments.of("thresholdrouter", "{threshold: 0.5, embedding_dim: 768, hidden_dim: 128, lr: 0.001}"),
                Arguments.of("randomrouter", "{}"),
                Arguments.of("logisticrouter", "{}"),
                Arguments.of("kmeansrouter", "{}"),
                Arguments.of("ensemblerouter", "{}"),
                Arguments.of(
                        "automix",
                        "{routing_method: POMDP, num_bins: 8, small_model_cost: 1, large_model_cost: 50,"
                                + " verifier_cost: 1, cost_constraint: null, max_workers: 1, device: cpu}"),
                Arguments.of("automixrouter", "{}"));
    }

    @ParameterizedTest
    @MethodSource("routers")
    void aRouterIsTrainedAndServedFromItsOwnFile(String name, String hparam) throws Exception {
        String config = name + ".yaml";
        cli.file(config, DATA + """
                model_path:
                  ini_model_path: ''
                  save_model_path: 'saved/%1$s.llmr'
                  load_model_path: 'saved/%1$s.llmr'
                hparam: %2$s
                """.formatted(name, hparam));

        var trained = cli.run("train", "--router", name, "--config", config, "--quiet", "--force");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err()).doesNotContain("is not known");
        assertThat(folder.resolve("saved/" + name + ".llmr")).isRegularFile();

        var routed = cli.run("route", "--router", name, "--config", config, "-q", "rhyme a poem about bees", "--json");
        assertThat(routed.code()).as(routed.err()).isZero();
        assertThat(routed.json().path("model_name").stringValue()).isIn(MODELS);

        var inferred = cli.run(
                "infer", "--router", name, "--config", config, "--input", "data/query_test.jsonl", "--route-only");
        assertThat(inferred.code()).as(inferred.err()).isZero();
        assertThat(inferred.json()).hasSize(20);
        inferred.json()
                .forEach(result ->
                        assertThat(result.path("model_name").stringValue()).isIn(MODELS));
    }

    @Test
    void noLearnerIsLeftOut() {
        Set<String> tested = new HashSet<>();
        routers().forEach(arguments -> tested.add((String) arguments.get()[0]));

        assertThat(tested).containsAll(RouterTrainer.learners()).containsAll(RouterTrainer.aliases());
    }

    @ParameterizedTest
    @ValueSource(strings = {"smallest_llm", "largest_llm", "cost", "random", "round_robin"})
    void aStrategyWithoutTrainingServesTheModelsOfARoutersOwnFile(String name) {
        cli.file("bare.yaml", DATA);

        var routed = cli.run("route", "--router", name, "--config", "bare.yaml", "-q", "hello", "--json");

        assertThat(routed.code()).as(routed.err()).isZero();
        String expected = name.equals("largest_llm") ? "counter-70b" : "poet-7b";
        if (!name.equals("random")) {
            assertThat(routed.json().path("model_name").stringValue()).isEqualTo(expected);
        }
    }
}
