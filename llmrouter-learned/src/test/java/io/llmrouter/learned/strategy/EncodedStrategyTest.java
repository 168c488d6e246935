package io.llmrouter.learned.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.EmbeddingRequest;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.encode.Encoders;
import io.llmrouter.learned.encode.SentenceEncoder;
import io.llmrouter.learned.encode.ToyEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedStrategyTest {
    private static final int WIDTH = 6;
    private static final ModelInfo VECTORS = ModelInfo.of("vectors", "openai", "text-embedding-3-small");
    private static final List<ModelInfo> MODELS =
            List.of(ModelInfo.of("poet", "openai", "poet"), ModelInfo.of("counter", "openai", "counter"));

    @TempDir
    static Path dir;

    private static Path model = Path.of("");

    @BeforeAll
    static void train() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 301; i++) {
            boolean sum = i % 2 == 0;
            lines.append("{\"query\":\"%s number %d\",\"scores\":{\"poet\":%d,\"counter\":%d}}\n"
                    .formatted(sum ? "add the digits" : "rhyme a poem", i, sum ? 0 : 1, sum ? 1 : 0));
        }
        model = dir.resolve("router.llmr");
        RouterTrainer.of("knnrouter")
                .encoder(endpoint(EncodedStrategyTest::embedded), false)
                .train(RoutingTableReader.read(Files.writeString(dir.resolve("t.jsonl"), lines)))
                .router()
                .save(model);
    }

    private static SentenceEncoder endpoint(EmbeddingModel embedding) {
        return Encoders.of(List.of(VECTORS), name -> Optional.of(embedding)).open("endpoint:vectors");
    }

    private static CompletableFuture<EmbeddingResponse> embedded(EmbeddingRequest request) {
        List<float[]> vectors = request.texts().stream()
                .map(text -> ToyEncoder.vector(text, WIDTH))
                .toList();
        return CompletableFuture.completedFuture(new EmbeddingResponse("vectors", vectors, Usage.UNKNOWN, null));
    }

    /** A configuration with an embedding model. */
    private record Config(TestConfig rest, ModelInfo info, EmbeddingModel embedding) implements StrategyConfig {
        @Override
        public Settings settings() {
            return rest.settings();
        }

        @Override
        public List<ModelInfo> models() {
            return rest.models();
        }

        @Override
        public RandomGenerator random() {
            return rest.random();
        }

        @Override
        public ChatModel model(String name) {
            return rest.model(name);
        }

        @Override
        public ChatModel connect(String provider, String modelId, @Nullable String baseUrl) {
            return rest.connect(provider, modelId, baseUrl);
        }

        @Override
        public List<ModelInfo> embeddingModels() {
            return List.of(info);
        }

        @Override
        public Optional<EmbeddingModel> embeddingModel(String name) {
            return Optional.of(embedding);
        }
    }

    private static RoutingStrategy strategy(EmbeddingModel embedding, Map<String, Object> more) {
        return strategy(VECTORS, embedding, more);
    }

    private static RoutingStrategy strategy(ModelInfo info, EmbeddingModel embedding, Map<String, Object> more) {
        var settings = new HashMap<String, Object>(more);
        settings.put("model_path", model.toString());
        var rest = new TestConfig(Map.of("llmrouter", settings), MODELS);
        return new LlmrouterStrategyProvider().create(new Config(rest, info, embedding));
    }

    private static RoutingContext context(String query) {
        List<Candidate> candidates =
                MODELS.stream().<Candidate>map(IdleCandidate::new).toList();
        return new RoutingContext(ChatRequest.of(query), query, candidates);
    }

    private static RoutingDecision later(RoutingStrategy strategy, String query) throws Exception {
        return strategy.decideAsync(context(query)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theEndpointsVectorDecidesPlainAndAsync() throws Exception {
        RoutingStrategy strategy = strategy(EncodedStrategyTest::embedded, Map.of());
        assertThat(strategy.decide(context("a ballad by Homer")).model()).isEqualTo("poet");
        assertThat(later(strategy, "who is Homer").model()).isEqualTo("counter");
        assertThat(later(strategy, "a ballad by Homer").model()).isEqualTo("poet");
    }

    @Test
    void aFailureFallsBackToTheBestOnAverageWithTheReason() throws Exception {
        RoutingStrategy strategy = strategy(
                request -> CompletableFuture.failedFuture(new ProviderUnavailableException(
                        ErrorFacts.because("down").build())),
                Map.of());
        RoutingDecision decision = later(strategy, "a ballad by Homer");
        assertThat(decision.model()).isEqualTo("counter");
        assertThat(decision.reason())
                .contains("no prediction")
                .contains("ProviderUnavailableException")
                .contains("best on average")
                .doesNotContain("Homer");
        assertThat(strategy.decide(context("a ballad by Homer")).model()).isEqualTo("counter");
    }

    @Test
    void aSlowEndpointIsCancelledAndNobodyWaitsForItLonger() throws Exception {
        var call = new CompletableFuture<EmbeddingResponse>();
        RoutingStrategy strategy = strategy(request -> call, Map.of("encoder_timeout", "50ms"));
        RoutingDecision decision = later(strategy, "a ballad by Homer");
        assertThat(decision.model()).isEqualTo("counter");
        assertThat(decision.reason()).contains("more than 50 ms");
        assertThat(call).isCancelled();
    }

    @Test
    void decidingNeverWaitsOnTheCallersThread() {
        var call = new CompletableFuture<EmbeddingResponse>();
        RoutingStrategy strategy = strategy(request -> call, Map.of("encoder_timeout", "30s"));
        CompletableFuture<RoutingDecision> decision =
                strategy.decideAsync(context("a ballad by Homer")).toCompletableFuture();
        assertThat(decision).isNotDone();
        call.complete(
                embedded(EmbeddingRequest.of(List.of("a ballad by Homer"))).join());
        assertThat(decision)
                .succeedsWithin(10, TimeUnit.SECONDS)
                .extracting(RoutingDecision::model)
                .isEqualTo("poet");
    }

    @Test
    void cancellingADecisionCancelsTheCall() {
        var call = new CompletableFuture<EmbeddingResponse>();
        RoutingStrategy strategy = strategy(request -> call, Map.of());
        strategy.decideAsync(context("a ballad")).toCompletableFuture().cancel(true);
        assertThat(call).isCancelled();
    }

    @Test
    void aVectorOfAnotherLengthIsAReasonToo() throws Exception {
        RoutingStrategy strategy = strategy(
                request -> CompletableFuture.completedFuture(
                        new EmbeddingResponse("vectors", List.of(new float[9]), Usage.UNKNOWN, null)),
                Map.of());
        assertThat(later(strategy, "a ballad").reason()).contains("expected vectors of 6 dimensions");
    }

    @Test
    void anotherModelBehindTheNameIsRefusedAtStart() {
        var other = ModelInfo.of("vectors", "openai", "text-embedding-3-large");
        assertThatThrownBy(() -> strategy(other, EncodedStrategyTest::embedded, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.llmrouter.encoder")
                .hasMessageContaining("text-embedding-3-large");
        assertThatThrownBy(() -> strategy(EncodedStrategyTest::embedded, Map.of("encoder", "endpoint:vectors2")))
                .hasMessageContaining("vectors2");
    }

    @Test
    void learningOfScoresWorksOnVectorsToo() throws Exception {
        var settings = Map.<String, Object>of(
                "llmrouter", Map.of("model_path", model.toString()), "feedback", Map.of("enabled", true));
        RoutingStrategy strategy = new LlmrouterStrategyProvider()
                .create(new Config(new TestConfig(settings, MODELS), VECTORS, EncodedStrategyTest::embedded));
        assertThat(later(strategy, "a ballad by Homer").model()).isEqualTo("poet");
    }
}
