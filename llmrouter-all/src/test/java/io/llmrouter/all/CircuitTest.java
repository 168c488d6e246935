package io.llmrouter.all;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.ModelHealth.State;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A provider that is down for a while, on real sockets. */
class CircuitTest {
    private static final ChatRequest TO_FIRST =
            ChatRequest.builder().model("first").user("hi").build();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "openai, false",
        "openai, true",
        "anthropic, false",
        "anthropic, true",
        "bedrock, false",
        "bedrock, true"
    })
    void whileAProviderIsDownTheFallbackServesAndThenTheProviderIsBack(String kind, boolean stream) throws Exception {
        var healthy = new AtomicBoolean();
        try (FakeProvider fake = FakeProvider.start()
                        .respond(
                                "down",
                                request -> healthy.get() ? Answer.text("back") : Answer.fault(Fault.status(503)))
                        .script("up", Answer.text("instead"));
                Router router = LlmRouter.load(file(fake, kind))) {
            for (int i = 0; i < 4; i++) {
                assertThat(ask(router, stream).model()).isEqualTo("second");
            }
            assertThat(fake.requests("down"))
                    .as("attempts until the circuit opened")
                    .hasSize(2);
            assertThat(router.health().get(0).state()).isEqualTo(State.OPEN);
            assertThat(router.health().get(0).lastErrorIfAny()).contains("ProviderUnavailableException");

            healthy.set(true);
            while (!ask(router, stream).model().equals("first")) {
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS))
                        .get();
            }
            assertThat(router.health().get(0).isAvailable()).isTrue();
        }
    }

    private static ChatResponse ask(Router router, boolean stream) throws Exception {
        if (!stream) {
            return router.chat(TO_FIRST);
        }
        var sink = new RecordingSink();
        router.stream(TO_FIRST, sink);
        return sink.done.get(20, TimeUnit.SECONDS);
    }

    private Path file(FakeProvider fake, String kind) throws Exception {
        String access =
                switch (kind) {
                    case "openai" -> "base_url: '" + fake.openAiUrl() + "', api_key: sk-test-1234567";
                    case "anthropic" -> "base_url: '" + fake.anthropicUrl() + "', api_key: sk-ant-1234567";
                    default ->
                        "base_url: '" + fake.bedrockUrl()
                                + "', aws_region: eu-west-1, aws_access_key_id: AKIATEST, aws_secret_access_key: testsecret";
                };
        return Files.writeString(folder.resolve("llmrouter.yaml"), """
                resilience: {max_retries: 0, breaker: {failures: 2, open: 2s, max_open: 2s}}
                llms:
                  first: {provider: %1$s, model: down, fallbacks: [second], %2$s}
                  second: {provider: %1$s, model: up, %2$s}
                """.formatted(kind, access));
    }
}
