package io.llmrouter.examples;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;

/** The quick start: a file, a question, an answer, and how it came about. */
public final class QuickStart {
    private QuickStart() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("quick-start.yaml"))) {
            ChatResponse reply = router.chat("Explain CRDTs in one sentence.");
            System.out.println(reply.text());
            System.out.println(reply.routing());
        }
    }
}
