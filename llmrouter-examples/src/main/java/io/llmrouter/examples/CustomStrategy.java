package io.llmrouter.examples;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import java.util.List;

/** A strategy of your own, {@link LanguageStrategyProvider}, used from the file by its name. */
public final class CustomStrategy {
    private CustomStrategy() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("custom-strategy.yaml"))) {
            for (String prompt : List.of(
                    "Good morning!",
                    "\u65e9\u4e0a\u597d!",
                    "\u0414\u043e\u0431\u0440\u043e\u0435 \u0443\u0442\u0440\u043e!")) {
                ChatResponse reply = router.chat(prompt);
                System.out.println(reply.text());
                System.out.println("  " + reply.routing());
            }
        }
    }
}
