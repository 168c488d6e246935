package io.llmrouter.examples;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.LlmRouter;

/** One question to a model on Bedrock, and what an error tells. */
public final class BedrockQuery {
    private BedrockQuery() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("bedrock.yaml"))) {
            ChatResponse reply = router.chat(ChatRequest.builder()
                    .system("Answer in one sentence.")
                    .user("Explain quantum computing.")
                    .temperature(0.2)
                    .build());
            System.out.println(reply.text());
            System.out.println(reply.routing());
        } catch (LlmRouterException error) {
            System.out.println(error.summary());
            System.out.println(error.help()); // which variable to set, which region, which page
        }
    }
}
