package io.llmrouter.examples;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;

/** A provider of your own, {@link EchoProvider}, used from the file by its name. */
public final class CustomProvider {
    private CustomProvider() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("custom-provider.yaml"))) {
            ChatResponse reply = router.chat("Pieces of eight!");
            System.out.println(reply.text());
            System.out.println(reply.routing());
        }
    }
}
