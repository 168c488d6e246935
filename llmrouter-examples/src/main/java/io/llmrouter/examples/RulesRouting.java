package io.llmrouter.examples;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import java.util.List;

/** Rules by keyword: coding to Claude on Bedrock, reasoning to Llama on NVIDIA, the rest to Titan on Bedrock. */
public final class RulesRouting {
    private static final List<String> PROMPTS = List.of(
            "Write Python code that reverses a list.",
            "Analyze the causes of the First World War.",
            "Wish me a good morning.");

    private RulesRouting() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("rules.yaml"))) {
            for (String prompt : PROMPTS) {
                ChatResponse reply = router.chat(prompt);
                System.out.println(reply.text());
                System.out.println("  " + reply.routing());
            }
        }
    }
}
