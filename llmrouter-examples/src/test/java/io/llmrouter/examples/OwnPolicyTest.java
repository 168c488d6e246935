package io.llmrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an application tests its own policy: a fake provider with faults, and a look at what reached it. */
class OwnPolicyTest {
    private FakeProvider fake;
    private Router router;

    @BeforeEach
    void start() {
        fake = FakeProvider.start().script("secondary-model", Answer.text("Hello from the second"));
        router = LlmRouter.builder()
                .model(
                        "primary",
                        model -> model.provider("openai")
                                .modelId("primary-model")
                                .baseUrl(fake.openAiUrl())
                                .apiKey("test")
                                .fallbacks("secondary"))
                .model(
                        "secondary",
                        model -> model.provider("anthropic")
                                .modelId("secondary-model")
                                .baseUrl(fake.anthropicUrl())
                                .apiKey("test"))
                .set("resilience.max_retries", 1)
                .build();
    }

    @AfterEach
    void stop() {
        router.close();
        fake.close();
    }

    @Test
    void anOverloadedModelIsTriedTwiceThenReplaced() {
        fake.script("primary-model", Answer.fault(Fault.status(503)));

        ChatResponse reply = askPrimary();

        assertThat(reply.text()).isEqualTo("Hello from the second");
        assertThat(reply.routing().attempts()).extracting("model").containsExactly("primary", "primary", "secondary");
        assertThat(fake.requests("primary-model")).hasSize(2);
        assertThat(fake.requests("secondary-model")).hasSize(1);
    }

    @Test
    void anAnswerInTimeNeedsNoFallback() {
        fake.script("primary-model", Answer.text("Hello from the first"));

        assertThat(askPrimary().text()).isEqualTo("Hello from the first");
        assertThat(fake.requests("secondary-model")).isEmpty();
    }

    @Test
    void whatBothRefuseIsTheCallersToKnow() {
        fake.script("primary-model", Answer.fault(Fault.status(401)));
        fake.script("secondary-model", Answer.fault(Fault.status(429).retryAfter(Duration.ofHours(1))));

        assertThatThrownBy(this::askPrimary).isInstanceOfSatisfying(RateLimitException.class, error -> {
            assertThat(error.retryAfter()).contains(Duration.ofHours(1));
            assertThat(error.attempts().get(0).failure()).get().isInstanceOf(AuthenticationException.class);
        });
    }

    private ChatResponse askPrimary() {
        return router.chat(ChatRequest.builder().model("primary").user("Hello").build());
    }
}
