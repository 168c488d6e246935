package io.llmrouter.examples;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import java.time.Duration;

/** A router built in code: whatever the file can say, the builder can say. */
public final class BuilderInsteadOfYaml {
    private BuilderInsteadOfYaml() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.builder()
                .model(
                        "fast",
                        model -> model.provider("openai")
                                .modelId("gpt-4o-mini")
                                .baseUrl(Playground.variable("OPENAI_BASE_URL", "https://api.openai.com/v1"))
                                .apiKey(Playground.variable("OPENAI_API_KEY", ""))
                                .prices("0.15", "0.60")
                                .timeout("request_timeout", Duration.ofSeconds(30)))
                .strategy("cost")
                .set("resilience.max_retries", 1)
                .build()) {
            ChatResponse reply = router.chat("Explain CRDTs in one sentence.");
            System.out.println(reply.text());
            System.out.println(reply.routing());
        }
    }
}
