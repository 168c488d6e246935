package io.llmrouter.examples;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;

/** A question about an image: models that were declared unable to see are left out by themselves. */
public final class Vision {
    private Vision() {}

    public static void main(String[] args) {
        byte[] png = Playground.resource("circle.png");
        try (Router router = LlmRouter.load(Playground.file("three-providers.yaml"))) {
            ChatResponse reply = router.chat(ChatRequest.builder()
                    .user(Content.text("What is on this image?"), Content.image(png, "image/png"))
                    .build());
            System.out.println(reply.text());
            System.out.println(reply.routing());
        }
    }
}
