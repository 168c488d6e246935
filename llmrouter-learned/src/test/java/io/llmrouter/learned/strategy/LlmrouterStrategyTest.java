package io.llmrouter.learned.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.data.RoutingTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlmrouterStrategyTest {
    @TempDir
    static Path dir;

    private static String model = "";

    @BeforeAll
    static void train() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            boolean sum = i % 2 == 0;
            lines.append("{\"query\":\"%s number %d\",\"scores\":{\"poet\":%d,\"counter\":%d}}\n"
                    .formatted(sum ? "add the digits" : "rhyme a poem", i, sum ? 0 : 1, sum ? 1 : 0));
        }
        Path file = dir.resolve("router.llmr");
        RouterTrainer.of("logisticrouter")
                .train(RoutingTableReader.read(Files.writeString(dir.resolve("t.jsonl"), lines)))
                .router()
                .save(file);
        model = file.toString();
    }

    private static RoutingStrategy strategy(Map<String, Object> llmrouter, String... models) {
        return new LlmrouterStrategyProvider().create(new TestConfig(Map.of("llmrouter", llmrouter), infos(models)));
    }

    /** Models of the form {@code name=id}, or {@code name}. */
    private static List<ModelInfo> infos(String... models) {
        var infos = new ArrayList<ModelInfo>();
        for (String text : models) {
            String[] parts = text.split("=", 2);
            infos.add(ModelInfo.of(parts[0], "openai", parts[parts.length - 1]));
        }
        return infos;
    }

    private static RoutingDecision decide(RoutingStrategy strategy, String query, String... models) {
        List<Candidate> candidates =
                infos(models).stream().<Candidate>map(IdleCandidate::new).toList();
        return strategy.decide(new RoutingContext(ChatRequest.of(query), query, candidates));
    }

    @Test
    void theNameOfALearnerChoosesItAndMustBeThatOfTheModelFile() throws IOException {
        var provider = new LlmrouterStrategyProvider();
        assertThat(provider.aliases())
                .contains("knnrouter", "logisticrouter", "hybridllm")
                .doesNotContain("randomrouter");
        Path file = Files.writeString(dir.resolve("r.yaml"), "model_path: {load_model_path: router.llmr}");
        Map<String, Object> own = Map.of("config_path", file.toString());
        RoutingStrategy right = provider.create(
                new TestConfig(Map.of("strategy", "LogisticRouter", "llmrouter", own), infos("poet", "counter")));
        assertThat(decide(right, "add the digits", "poet", "counter").model()).isEqualTo("counter");

        var wrong = new TestConfig(Map.of("strategy", "knnrouter", "llmrouter", own), infos("poet", "counter"));
        assertThatThrownBy(() -> provider.create(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("knnrouter");
    }

    @Test
    void theModelThatIsPredictedToBeBetterIsChosen() {
        RoutingStrategy strategy = strategy(Map.of("model_path", model), "poet", "counter");
        assertThat(decide(strategy, "add the digits", "poet", "counter").model())
                .isEqualTo("counter");
        RoutingDecision verse = decide(strategy, "rhyme a poem", "poet", "counter");
        assertThat(verse.model()).isEqualTo("poet");
        assertThat(verse.reason())
                .startsWith("logisticrouter: predicted quality ")
                .doesNotContain("rhyme");
        assertThat(verse.candidates()).hasSize(2);
        assertThat(verse.candidates().get(0).score()).isGreaterThan(0.7);
    }

    @Test
    void onlyCandidatesAreChosenAndUntrainedOnesAreNamed() {
        RoutingStrategy strategy = strategy(Map.of("model_path", model), "poet", "counter", "other");
        RoutingDecision decision = decide(strategy, "add the digits", "poet", "other");
        assertThat(decision.model()).isEqualTo("poet");
        assertThat(decision.candidates().get(1).excluded()).contains("trained");
        assertThat(decide(strategy, "add", "other").model()).isEqualTo("other");
    }

    @Test
    void modelsAreMatchedByTheirIdAndByTheMap() {
        RoutingStrategy byId = strategy(Map.of("model_path", model), "a=poet", "b=counter");
        assertThat(decide(byId, "add the digits", "a=poet", "b=counter").model())
                .isEqualTo("b");
        RoutingStrategy mapped =
                strategy(Map.of("model_path", model, "models", Map.of("poet", "b", "counter", "a")), "a", "b");
        assertThat(decide(mapped, "add the digits", "a", "b").model()).isEqualTo("a");
    }

    @Test
    void aMapThatNamesNothingKnownIsRefused() {
        assertThatThrownBy(() -> strategy(
                        Map.of("model_path", model, "models", Map.of("painter", "a", "poet", "zzz")), "a", "b"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.llmrouter.models.painter")
                .hasMessageContaining("router.llmrouter.models.poet");
        assertThatThrownBy(() -> strategy(Map.of("model_path", model), "x", "y"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("counter");
    }

    @Test
    void aModelFileThatCannotBeLoadedIsAnErrorAtStart() throws IOException {
        assertThatThrownBy(() -> strategy(Map.of(), "poet")).hasMessageContaining("router.llmrouter.model_path");
        assertThatThrownBy(
                        () -> strategy(Map.of("model_path", dir.resolve("none").toString()), "poet"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be read");
        Path foreign = Files.writeString(dir.resolve("foreign"), "this is no router, whatever it may be called");
        assertThatThrownBy(() -> strategy(Map.of("model_path", foreign.toString()), "poet"))
                .hasMessageContaining("another kind");
    }

    @Test
    void aNameThatIsNotTheLearnersIsRefusedAndFlatKeysAreRead() {
        assertThatThrownBy(() -> strategy(Map.of("model_path", model, "name", "knnrouter"), "poet", "counter"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("logisticrouter");
        var flat = new TestConfig(
                Map.of("model_path", model, "llmrouter_name", "LogisticRouter"), infos("poet", "counter"));
        assertThat(decide(new LlmrouterStrategyProvider().create(flat), "add the digits", "poet", "counter")
                        .model())
                .isEqualTo("counter");
    }

    @Test
    void theStrategyIsFoundAsAService() {
        assertThat(ServiceLoader.load(RoutingStrategyProvider.class).stream()
                        .map(provider -> provider.get().name()))
                .contains("llmrouter");
    }
}
