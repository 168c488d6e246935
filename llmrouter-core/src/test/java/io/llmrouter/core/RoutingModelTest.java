package io.llmrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.ProviderUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the strategy {@code llm} asks is part of the call. */
class RoutingModelTest {
    private static final ChatRequest REQUEST = ChatRequest.of("Sort a list in Java");

    private static ChatResponse says(String text) {
        return ChatResponse.of(AssistantMessage.of(text), FinishReason.STOP, Usage.reported(100, 10));
    }

    private static Router router(ChatModel judge) {
        return LlmRouter.builder()
                .ownModel("judge", judge, about -> about.prices("1", "1"))
                .ownModel("fast", request -> says("fast answer"), about -> about.prices("2", "2"))
                .ownModel("strong", request -> says("strong answer"), about -> about.prices("10", "10"))
                .strategy("llm")
                .set("router.model", "judge")
                .set("router.default", "fast")
                .build();
    }

    @Test
    void itsTokensAndCostAreInTheReport() {
        try (Router router = router(request -> says("strong"))) {
            RoutingReport report = router.chat(REQUEST).routing();

            assertThat(report.attempts())
                    .extracting(attempt -> attempt.model() + " " + attempt.forDecision() + " " + attempt.committed())
                    .containsExactly("judge true false", "strong false true");
            assertThat(report.cost()).isEqualByComparingTo("0.00121");
            assertThat(report.usage().inputTokens()).isEqualTo(100);
        }
    }

    @Test
    void itsFailureIsAnAttemptAndIsNotTriedAgain() {
        ChatModel broken = request -> {
            throw new ProviderUnavailableException(
                    ErrorFacts.because("503").httpStatus(503).build());
        };
        try (Router router = router(broken)) {
            RoutingReport report = router.chat(REQUEST).routing();

            assertThat(report.model()).isEqualTo("fast");
            assertThat(report.decision().reason()).contains("the routing model failed (ProviderUnavailableException)");
            assertThat(report.attempts())
                    .extracting(attempt -> attempt.model() + " " + attempt.succeeded())
                    .containsExactly("judge false", "fast true");
        }
    }

    @Test
    void itIsGivenUpWithTheCall() throws Exception {
        var interrupted = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        ChatModel slow = request -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ended) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
            return says("strong");
        };
        try (Router router = router(slow)) {
            CompletableFuture<ChatResponse> call = router.chatAsync(REQUEST);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            call.cancel(true);

            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
