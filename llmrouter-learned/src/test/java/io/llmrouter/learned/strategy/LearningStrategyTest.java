package io.llmrouter.learned.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Feedback;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.config.ServedRouter;
import io.llmrouter.learned.data.RoutingTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningStrategyTest {
    private static final String SUM = "add the digits";
    private static final String VERSE = "rhyme a poem";

    @TempDir
    static Path dir;

    private static String model = "";

    private static final AtomicInteger FILES = new AtomicInteger();
    private int calls;

    @BeforeAll
    static void train() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            boolean sum = i % 2 == 0;
            lines.append("{\"query\":\"%s number %d\",\"scores\":{\"poet\":%s,\"counter\":%s}}\n"
                    .formatted(sum ? SUM : VERSE, i, sum ? "0.2" : "0.8", sum ? "0.7" : "0.3"));
        }
        Path file = dir.resolve("router.llmr");
        RouterTrainer.of("logisticrouter")
                .train(RoutingTableReader.read(Files.writeString(dir.resolve("t.jsonl"), lines)))
                .router()
                .save(file);
        model = file.toString();
    }

    private RoutingStrategy strategy(Map<String, Object> feedback) {
        Map<String, Object> router = new HashMap<>(Map.of("llmrouter", Map.of("model_path", model)));
        Map<String, Object> own = new HashMap<>(feedback);
        own.putIfAbsent(
                "path", dir.resolve("feedback" + FILES.incrementAndGet()).toString());
        router.put("feedback", own);
        return new LlmrouterStrategyProvider().create(new TestConfig(router, infos(), new Random(1)));
    }

    private static List<ModelInfo> infos() {
        return List.of(ModelInfo.of("poet", "openai", "poet"), ModelInfo.of("counter", "openai", "counter"));
    }

    private static RoutingDecision decide(RoutingStrategy strategy, String query, String requestId) {
        List<Candidate> candidates =
                infos().stream().<Candidate>map(IdleCandidate::new).toList();
        return strategy.decide(new RoutingContext(ChatRequest.of(query), query, candidates, requestId));
    }

    private void call(RoutingStrategy strategy, String query, Map<String, Double> scores) {
        String id = "r" + calls++;
        String chosen = decide(strategy, query, id).model();
        strategy.learn(chosen, Feedback.of(id, scores.get(chosen)));
    }

    @Test
    void scoresTurnTheChoiceForQueriesOfTheirKindOnly() {
        RoutingStrategy strategy = strategy(Map.of("enabled", true, "prior_weight", 20));
        assertThat(decide(strategy, SUM, "").model()).isEqualTo("counter");
        for (int i = 0; i < 300; i++) {
            call(strategy, SUM, Map.of("counter", 0.1, "poet", 0.9));
        }
        assertThat(decide(strategy, SUM, "").model()).isEqualTo("poet");
        assertThat(decide(strategy, VERSE, "").model()).isEqualTo("poet");
        for (int i = 0; i < 600; i++) {
            call(strategy, SUM, Map.of("counter", 0.9, "poet", 0.1));
        }
        assertThat(decide(strategy, SUM, "").model()).isEqualTo("counter");
    }

    @Test
    void aPropensityIsHowOftenTheModelIsChosen() {
        RoutingStrategy strategy = strategy(Map.of("enabled", true, "prior_weight", 2));
        int poets = 0;
        double told = 0;
        for (int i = 0; i < 2_000; i++) {
            RoutingDecision decision = decide(strategy, SUM, "r" + i);
            boolean poet = decision.model().equals("poet");
            poets += poet ? 1 : 0;
            told += poet ? decision.propensity() : 1 - decision.propensity();
        }
        assertThat(poets).isBetween(20, 1_000);
        assertThat(told / 2_000).isCloseTo(poets / 2_000.0, Offset.offset(0.03));
    }

    @Test
    void aDecisionWithoutACallIsAlwaysTheSame() {
        RoutingStrategy strategy = strategy(Map.of("enabled", true, "prior_weight", 1));
        for (int i = 0; i < 50; i++) {
            RoutingDecision decision = decide(strategy, SUM, "");
            assertThat(decision.model()).isEqualTo("counter");
            assertThat(decision.propensity()).isNull();
        }
    }

    @Test
    void scoresOfUnknownCallsAndModelsAreNotLearnedOf() {
        RoutingStrategy strategy = strategy(Map.of("enabled", true, "prior_weight", 5));
        Double before = decide(strategy, SUM, "").candidates().get(1).score();
        for (int i = 0; i < 100; i++) {
            strategy.learn("counter", Feedback.of("never", 0));
            decide(strategy, SUM, "x" + i);
            strategy.learn("stranger", Feedback.of("x" + i, 0));
        }
        assertThat(decide(strategy, SUM, "").candidates().get(1).score()).isEqualTo(before);
    }

    @Test
    void withoutLearningTheTrainedRouterDecidesAlone() {
        assertThat(decide(strategy(Map.of("enabled", true)), SUM, "r").propensity())
                .isNotNull();
        assertThat(decide(strategy(Map.of("enabled", true, "learn", false)), SUM, "r")
                        .propensity())
                .isNull();
        assertThat(decide(strategy(Map.of("enabled", false)), SUM, "r").propensity())
                .isNull();
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> strategy(Map.of("enabled", true, "discount", 0.5)))
                .hasMessageContaining("router.feedback.discount");
        assertThatThrownBy(() -> strategy(Map.of("enabled", true, "prior_weight", 0)))
                .hasMessageContaining("router.feedback.prior_weight");
        Map<String, Object> narrow = Map.of("llmrouter", Map.of("model_path", model), "drift", Map.of("window", 3));
        assertThatThrownBy(() -> new LlmrouterStrategyProvider().create(new TestConfig(narrow, infos())))
                .hasMessageContaining("router.drift.window");
    }

    @Test
    void aQueryOfUnknownWordsIsUnfamiliar() {
        TrainedRouter router = TrainedRouter.load(Path.of(model));
        assertThat(router.familiarity(SUM)).isGreaterThan(0.9);
        assertThat(router.familiarity("xylophones bewilder zebras")).isLessThan(0.1);
        assertThat(router.familiarity("")).isZero();
    }

    @Test
    void aChangeOfWhatIsAskedIsLoggedAsAWarning() {
        var watched = new ArrayList<String>();
        TrainedRouter router = TrainedRouter.load(Path.of(model));
        ServedRouter served = ServedRouter.of(router, new TestConfig(Map.of(), infos()).settings(), infos());
        var strategy = new LlmrouterStrategy(served, DriftWatch.of(router, 100, watched::add));
        for (int i = 0; i < 100; i++) {
            decide(strategy, SUM, "a" + i);
            decide(strategy, VERSE, "");
        }
        assertThat(watched).isEmpty();
        for (int i = 0; i < 100; i++) {
            decide(strategy, VERSE, "b" + i);
        }
        assertThat(watched).singleElement().asString().contains("counter went from 100 to");
    }
}
