package io.llmrouter.examples;

import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import java.util.List;
import java.util.Map;

/** A router is a model: two cheap models in turn are one model of another router, which is closed with it. */
public final class RouterInsideRouter {
    private RouterInsideRouter() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.builder()
                .ownModel("cheap", LlmRouter.load(Playground.file("batch.yaml")))
                .ownModel("strong", LlmRouter.load(Playground.file("bedrock.yaml")))
                .strategy(
                        "rules",
                        Map.of(
                                "rules",
                                List.of(Map.of("keywords", "prove", "model", "strong"), Map.of("default", "cheap"))))
                .build()) {
            for (String prompt : List.of("What is the capital of France?", "Prove that 2 is prime.")) {
                System.out.println(router.chat(prompt).routing());
            }
        }
    }
}
