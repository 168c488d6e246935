package io.llmrouter.examples;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The same question to all models at once, without a thread that waits for each. */
public final class AsyncFanOut {
    private AsyncFanOut() {}

    public static void main(String[] args) {
        ChatRequest question = ChatRequest.of("What is the capital of France?");
        try (Router router = LlmRouter.load(Playground.file("three-providers.yaml"))) {
            List<CompletableFuture<Void>> printed = router.models().stream()
                    .map(model -> question.toBuilder().model(model.name()).build())
                    .map(request -> router.chatAsync(request)
                            .thenAccept(reply -> System.out.println(reply.model() + ": " + reply.text())))
                    .toList();
            CompletableFuture.allOf(printed.toArray(CompletableFuture[]::new)).join();
        }
    }
}
