package io.llmrouter.examples;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.LlmRouter;

/** The first model cannot be reached, so its fallback answers; the report tells both attempts. */
public final class Fallback {
    private Fallback() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("fallback.yaml"))) {
            ChatResponse reply = router.chat("Explain CRDTs in one sentence.");
            System.out.println(reply.text());
            System.out.println(reply.routing());
            for (Attempt attempt : reply.routing().attempts()) {
                System.out.println("  " + attempt.model() + ": "
                        + attempt.failure().map(LlmRouterException::summary).orElse("answered"));
            }
        }
    }
}
