package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Feedback;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.memory.FeedbackLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ChatRequest HELLO = ChatRequest.builder()
            .user("hello")
            .tags(Map.of("request_id", "req_7"))
            .build();

    @TempDir
    Path folder;

    private final EngineFixture fixture = new EngineFixture();
    private final Learner learner = new Learner();

    /** Chooses the first, and notes what it is told. */
    private static final class Learner implements RoutingStrategy {
        final List<String> decided = new ArrayList<>();
        final List<String> learned = new ArrayList<>();

        @Override
        public RoutingDecision decide(RoutingContext context) {
            decided.add(context.requestId());
            return RoutingDecision.of(context.candidates().get(0).name(), "the first")
                    .withPropensity(0.75);
        }

        @Override
        public void learn(String model, Feedback feedback) {
            learned.add(feedback.requestId() + " " + model + " " + feedback.score());
        }
    }

    private RoutingEngine engine(Path file) {
        FeedbackLog log = fixture.resources.add(FeedbackLog.open(file, FeedbackLog.MAX_BYTES));
        fixture.strategy = learner;
        fixture.feedback = new FeedbackReceiver(learner, log, new RecentAnswers(), Clock.fixed(NOON, ZoneOffset.UTC));
        return fixture.engine();
    }

    @Test
    void aScoreIsLoggedWithThePropensityAndLearnedOfOnce() throws Exception {
        Path file = folder.resolve("sub/feedback.jsonl");
        fixture.model("a").answers("hi");
        fixture.model("b");
        try (RoutingEngine engine = engine(file)) {
            ChatResponse reply = engine.chatAsync(HELLO).get(10, TimeUnit.SECONDS);
            assertThat(reply.routing().requestId()).isEqualTo("req_7");
            var feedback = new Feedback("req_7", 0.5, "so \"so\"", Map.of("by", "ada"));
            assertThat(engine.feedback(feedback)).isTrue();
            assertThat(engine.feedback(feedback)).isFalse();
            assertThat(engine.feedback(Feedback.of("other", 1))).isFalse();
        }
        assertThat(learner.decided).containsExactly("req_7");
        assertThat(learner.learned).containsExactly("req_7 a 0.5");
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"time\":\"2026-03-01T12:00:00Z\",\"request_id\":\"req_7\",\"model\":\"a\",\"chosen\":\"a\","
                                + "\"strategy\":\"test\",\"propensity\":0.75,\"score\":0.5,\"comment\":\"so \\\"so\\\"\","
                                + "\"tags\":{\"by\":\"ada\"}}");
    }

    @Test
    void theModelThatAnsweredIsScoredNotTheOneThatFailed() throws Exception {
        fixture.retries(0);
        fixture.model("a", "b").fails(unavailable());
        fixture.model("b").answers("hi");
        var done = new CompletableFuture<ChatResponse>();
        try (RoutingEngine engine = engine(folder.resolve("f.jsonl"))) {
            engine.stream(HELLO, new StreamingSink() {
                @Override
                public void onStart(StreamHandle handle) {}

                @Override
                public void onDelta(Delta delta) {}

                @Override
                public void onComplete(ChatResponse response) {
                    done.complete(response);
                }

                @Override
                public void onError(LlmRouterException error) {
                    done.completeExceptionally(error);
                }
            });
            done.get(10, TimeUnit.SECONDS);
            assertThat(engine.feedback(Feedback.of("req_7", 1))).isTrue();
        }
        assertThat(learner.learned).containsExactly("req_7 b 1.0");
        assertThat(Files.readString(folder.resolve("f.jsonl"))).contains("\"model\":\"b\",\"chosen\":\"a\"");
    }

    @Test
    void aDecisionWithoutACallHasNoId() {
        fixture.model("a");
        fixture.model("b");
        try (RoutingEngine engine = engine(folder.resolve("f.jsonl"))) {
            engine.route(HELLO);
        }
        assertThat(learner.decided).containsExactly("");
    }

    @Test
    void scoresAreTakenWhereTheConfigurationSaysSo() throws IOException {
        Path file = folder.resolve("f.jsonl");
        try (Router router = router(true, file)) {
            String id = router.chat(HELLO).routing().requestId();
            assertThat(router.feedback(Feedback.of(id, 1))).isTrue();
        }
        assertThat(Files.readString(file)).contains("\"strategy\":\"round_robin\",\"score\":1");
        try (Router router = router(false, file)) {
            String id = router.chat(HELLO).routing().requestId();
            assertThat(router.feedback(Feedback.of(id, 1))).isFalse();
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    private static Router router(boolean enabled, Path file) {
        return LlmRouter.builder()
                .ownModel("a", request -> ChatResponse.of("a"))
                .ownModel("b", request -> ChatResponse.of("b"))
                .strategy("round_robin")
                .set("router.feedback.enabled", enabled)
                .set("router.feedback.path", file.toString())
                .build();
    }
}
