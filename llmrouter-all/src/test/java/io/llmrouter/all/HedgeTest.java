package io.llmrouter.all;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.CancelledException.HedgeLost;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A second model asked beside one that is slow, on real sockets. */
class HedgeTest {
    private static final ChatRequest TO_SLOW =
            ChatRequest.builder().model("slow").user("hi").build();

    @ParameterizedTest
    @CsvSource({"openai, plain", "openai, async", "openai, stream", "anthropic, async", "anthropic, stream"})
    void theFasterModelAnswersAndTheSocketOfTheOtherIsClosed(String provider, String way) throws Exception {
        try (FakeProvider fake = FakeProvider.start()
                        .script("silent", Answer.fault(Fault.silenceAfterHeaders()))
                        .script("quick", Answer.text("instead"));
                Router router = router(fake, provider)) {
            ChatResponse response = ask(router, way);

            assertThat(response.text()).isEqualTo("instead");
            assertThat(response.routing().attempts()).extracting(Attempt::model).containsExactly("slow", "fast");
            assertThat(response.routing().attempts().get(0).error()).isInstanceOf(HedgeLost.class);
            assertThat(fake.requests("silent").get(0).awaitCallerLeft(Duration.ofSeconds(1)))
                    .as("the loser's socket is closed within a second")
                    .isTrue();
        }
    }

    private static ChatResponse ask(Router router, String way) throws Exception {
        return switch (way) {
            case "plain" -> router.chat(TO_SLOW);
            case "async" -> router.chatAsync(TO_SLOW).get(20, TimeUnit.SECONDS);
            default -> {
                var sink = new RecordingSink();
                router.stream(TO_SLOW, sink);
                yield sink.done.get(20, TimeUnit.SECONDS);
            }
        };
    }

    private static Router router(FakeProvider fake, String provider) {
        String url = provider.equals("openai") ? fake.openAiUrl() : fake.anthropicUrl();
        return LlmRouter.builder()
                .set("resilience.hedge.budget", 1)
                .model(
                        "slow",
                        model -> model.provider(provider)
                                .modelId("silent")
                                .baseUrl(url)
                                .apiKey("sk-test-1234567")
                                .fallbacks("fast")
                                .hedge("100ms"))
                .model(
                        "fast",
                        model -> model.provider(provider)
                                .modelId("quick")
                                .baseUrl(url)
                                .apiKey("sk-test-1234567"))
                .build();
    }
}
