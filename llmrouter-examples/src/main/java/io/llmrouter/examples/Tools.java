package io.llmrouter.examples;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.core.LlmRouter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A model that calls a tool of yours: the same code for OpenAI, Anthropic and Bedrock. */
public final class Tools {
    private static final int MAX_TURNS = 5;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Tool WEATHER = Tool.of("weather", "The weather in a city, now.", """
            {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}""");

    private Tools() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("three-providers.yaml"))) {
            for (ModelInfo model : router.models()) {
                System.out.println(model.name() + ": " + ask(router, model.name(), "What is the weather in Bonn?"));
            }
        }
    }

    static String ask(Router router, String model, String question) {
        ChatRequest request =
                ChatRequest.builder().model(model).user(question).tools(WEATHER).build();
        ChatResponse reply = router.chat(request);
        for (int turn = 0; turn < MAX_TURNS && !reply.toolCalls().isEmpty(); turn++) {
            var next = request.toBuilder().message(reply.message());
            reply.toolCalls().forEach(call -> next.message(run(call)));
            request = next.build();
            reply = router.chat(request);
        }
        return reply.text();
    }

    /** Runs the tool; the model wrote the arguments, so they may be anything. */
    static ToolMessage run(ToolCall call) {
        try {
            String city = JSON.readValue(call.arguments(), Place.class).city();
            return ToolMessage.of(call.id(), city + ": 18 degrees, light rain");
        } catch (JacksonException malformed) {
            return ToolMessage.failed(call.id(), "The arguments are not like {\"city\": \"Bonn\"}");
        }
    }

    record Place(String city) {}
}
