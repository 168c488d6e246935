package io.llmrouter.cli.demo;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.StreamingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends the prompts. */
final class DemoRun {
    private final DemoProviders providers;

    DemoRun(DemoProviders providers) {
        this.providers = providers;
    }

    /** One call to each provider, so that the times to come are those of calls rather than of the JVM's start. */
    void warmUp() {
        try (Router router = providers.router("cost")) {
            for (DemoModel model : DemoModel.ALL) {
                router.chat(
                        ChatRequest.builder().model(model.name()).user("Hello").build());
            }
        }
    }

    /** All prompts by one strategy: one after the other, or all at once where it is about calls under way. */
    StrategyResult strategy(String name) {
        try (Router router = providers.router(name)) {
            long start = System.nanoTime();
            List<Outcome> outcomes = name.equals(DemoStrategies.LEAST_BUSY) ? atOnce(router) : inTurn(router);
            return new StrategyResult(name, outcomes, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static List<Outcome> inTurn(Router router) {
        var outcomes = new ArrayList<Outcome>();
        for (DemoPrompt prompt : DemoPrompts.all()) {
            outcomes.add(new Outcome(prompt, router.chat(prompt.request())));
        }
        return outcomes;
    }

    private static List<Outcome> atOnce(Router router) {
        var calls = new ArrayList<CompletableFuture<Outcome>>();
        for (DemoPrompt prompt : DemoPrompts.all()) {
            calls.add(router.chatAsync(prompt.request()).thenApply(response -> new Outcome(prompt, response)));
        }
        return calls.stream().map(CompletableFuture::join).toList();
    }

    /** A call whose first model is overloaded. */
    ChatResponse fallback() {
        try (Router router = providers.routerWithFallback(DemoModel.ALL.get(1))) {
            return router.chat(DemoPrompts.streamed().request().toBuilder()
                    .model(DemoProviders.OVERLOADED_MODEL)
                    .build());
        }
    }

    /** A streamed call, told to the sink; waits for its end. */
    ChatResponse stream(StreamingSink sink, CompletableFuture<ChatResponse> whole) {
        try (Router router = providers.router("cost")) {
            router.stream(
                    DemoPrompts.streamed().request().toBuilder()
                            .model(DemoModel.DEAREST.name())
                            .build(),
                    sink);
            return whole.join();
        }
    }
}
