package io.llmrouter.learned.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Feedback;
import io.llmrouter.api.Gauge;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.data.RoutingTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedStrategyTest {
    private static final String SUM = "add the digits";

    @TempDir
    static Path models;

    @TempDir
    Path dir;

    private LlmrouterStrategyProvider provider = new LlmrouterStrategyProvider();

    @BeforeAll
    static void train() throws IOException {
        train("counts", 0.2, 0.7);
        train("rhymes", 0.9, 0.1);
    }

    /** A router for which the models are so good at sums. */
    private static void train(String name, double poet, double counter) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            boolean sum = i % 2 == 0;
            lines.append("{\"query\":\"%s number %d\",\"scores\":{\"poet\":%s,\"counter\":%s}}\n"
                    .formatted(sum ? SUM : "rhyme a poem", i, sum ? poet : 1 - poet, sum ? counter : 1 - counter));
        }
        RouterTrainer.of("logisticrouter")
                .train(RoutingTableReader.read(Files.writeString(models.resolve(name + ".jsonl"), lines)))
                .router()
                .save(models.resolve(name));
    }

    private Path served() {
        return dir.resolve("router.llmr");
    }

    private void serve(String name) throws IOException {
        Path next = Files.copy(models.resolve(name), dir.resolve("next"));
        Files.move(next, served(), StandardCopyOption.REPLACE_EXISTING);
    }

    private ServedStrategy strategy(Map<String, Object> more) {
        Map<String, Object> feedback =
                new HashMap<>(Map.of("enabled", true, "path", dir.resolve("f").toString(), "prior_weight", 10));
        feedback.putAll(more);
        Map<String, Object> router = Map.of(
                "llmrouter", Map.of("model_path", served().toString()),
                "feedback", feedback,
                "drift", Map.of("window", 20));
        List<ModelInfo> infos =
                List.of(ModelInfo.of("mine", "openai", "poet"), ModelInfo.of("counter", "openai", "counter"));
        return (ServedStrategy) provider.create(new TestConfig(router, infos, new Random(1)));
    }

    private static RoutingDecision decide(RoutingStrategy strategy, String requestId) {
        List<Candidate> candidates = List.of(
                new IdleCandidate(ModelInfo.of("mine", "openai", "poet")),
                new IdleCandidate(ModelInfo.of("counter", "openai", "counter")));
        return strategy.decide(new RoutingContext(ChatRequest.of(SUM), SUM, candidates, requestId));
    }

    private static double score(RoutingStrategy strategy) {
        Double score = decide(strategy, "").candidates().get(1).score();
        return score == null ? Double.NaN : score;
    }

    private static void teach(RoutingStrategy strategy, int calls) {
        for (int i = 0; i < calls; i++) {
            String chosen = decide(strategy, "t" + i).model();
            strategy.learn(chosen, Feedback.of("t" + i, chosen.equals("counter") ? 0.1 : 0.9));
        }
    }

    @Test
    void aChangedFileTakesOverOnceItIsSettled() throws IOException {
        serve("counts");
        try (ServedStrategy strategy = strategy(Map.of())) {
            assertThat(decide(strategy, "").model()).isEqualTo("counter");
            serve("rhymes");
            strategy.look();
            strategy.look();
            assertThat(decide(strategy, "").model()).isEqualTo("mine");
        }
    }

    @Test
    void aBrokenFileAndNoFileKeepTheOldRouter() throws IOException {
        serve("counts");
        try (ServedStrategy strategy = strategy(Map.of())) {
            Files.writeString(served(), "half a router");
            strategy.look();
            strategy.look();
            assertThat(decide(strategy, "").model()).isEqualTo("counter");
            Files.delete(served());
            strategy.look();
            strategy.look();
            assertThat(decide(strategy, "").model()).isEqualTo("counter");
            serve("rhymes");
            strategy.look();
            strategy.look();
            assertThat(decide(strategy, "").model()).isEqualTo("mine");
        }
    }

    @Test
    void whatScoresTaughtOutlivesARestart() throws IOException {
        serve("counts");
        double untaught;
        double taught;
        try (ServedStrategy strategy = strategy(Map.of())) {
            untaught = score(strategy);
            teach(strategy, 60);
            taught = score(strategy);
        }
        assertThat(taught).isLessThan(untaught - 0.1);
        provider = new LlmrouterStrategyProvider();
        try (ServedStrategy strategy = strategy(Map.of())) {
            assertThat(score(strategy)).isEqualTo(taught);
        }
    }

    @Test
    void scoresOfCallsBeforeAChangedConfigurationAreLearnedOfAfterIt() throws IOException {
        serve("counts");
        ServedStrategy before = strategy(Map.of());
        double untaught = score(before);
        for (int i = 0; i < 60; i++) {
            decide(before, "q" + i);
        }
        try (ServedStrategy after = strategy(Map.of("prior_weight", 11))) {
            before.close();
            for (int i = 0; i < 60; i++) {
                after.learn("counter", Feedback.of("q" + i, 0));
            }
            assertThat(score(after)).isLessThan(untaught - 0.1);
        }
    }

    @Test
    void aRetrainedRouterBeginsAnew() throws IOException {
        serve("counts");
        try (ServedStrategy strategy = strategy(Map.of())) {
            teach(strategy, 60);
            serve("rhymes");
            strategy.look();
            strategy.look();
            double anew = score(strategy);
            try (ServedStrategy fresh =
                    strategy(Map.of("path", dir.resolve("other").toString()))) {
                assertThat(score(fresh)).isEqualTo(anew);
            }
        }
    }

    @Test
    void theGaugesNameTheConfiguredModels() throws IOException {
        serve("counts");
        try (ServedStrategy strategy = strategy(Map.of("learn", false))) {
            for (int i = 0; i < 30; i++) {
                decide(strategy, "g" + i);
            }
            assertThat(strategy.gauges())
                    .contains(new Gauge(
                            "drift_share", "Share of the last choices, 0 to 1", Map.of("model", "counter"), 1))
                    .anyMatch(gauge -> "mine".equals(gauge.labels().get("model")));
        }
    }
}
