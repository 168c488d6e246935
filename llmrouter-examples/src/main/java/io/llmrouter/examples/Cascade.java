package io.llmrouter.examples;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import java.util.List;

/** A small model answers, its answer is verified, and a large one answers what it got wrong. */
public final class Cascade {
    private static final List<String> PROMPTS = List.of("What is the capital of France?", "What is 17 times 23?");

    private Cascade() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("cascade.yaml"))) {
            for (String prompt : PROMPTS) {
                ChatResponse reply = router.chat(prompt);
                System.out.println(reply.text());
                System.out.println("  " + reply.routing());
            }
        }
    }
}
