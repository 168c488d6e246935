package io.llmrouter.examples;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import java.util.Map;
import java.util.TreeMap;

/** Bedrock and NVIDIA side by side, chosen at random with weights of 3, 2 and 1. */
public final class MixedProviders {
    private MixedProviders() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("mixed-providers.yaml"))) {
            Map<String, Integer> chosen = new TreeMap<>();
            for (int i = 0; i < 600; i++) {
                chosen.merge(router.route(ChatRequest.of("Hello")).model(), 1, Integer::sum); // decides, calls nothing
            }
            System.out.println("Of 600 decisions: " + chosen);

            for (ModelInfo model : router.models()) { // a request that names its model bypasses the strategy
                var request = ChatRequest.builder().model(model.name()).user("Hello, who are you?");
                System.out.println(
                        model.provider() + ": " + router.chat(request.build()).text());
            }
        }
    }
}
