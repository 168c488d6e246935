package io.llmrouter.testkit;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.SystemMessage;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolChoice;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.api.UserMessage;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads requests of Bedrock's Converse. */
final class BedrockRequests {
    private static final JsonMapper JSON = BedrockAnswers.JSON;

    private BedrockRequests() {}

    /**
     * A request.
     *
     * @throws InvalidRequestException if it is not one
     */
    static ChatRequest read(String model, byte[] body) {
        JsonNode json = parsed(body);
        ChatRequest.Builder request = ChatRequest.builder().model(model);
        List<Content> system = BedrockContent.read(json.path("system"));
        if (!system.isEmpty()) {
            request.message(new SystemMessage(system));
        }
        JsonNode messages = json.path("messages");
        if (messages.isEmpty()) {
            throw invalid("messages: expected at least one, found none");
        }
        for (JsonNode message : messages) {
            message(message, request);
        }
        BedrockRules.check(model, json);
        inference(json.path("inferenceConfig"), request);
        tools(json.path("toolConfig"), request);
        return request.build();
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw invalid("Expected a JSON object, found no JSON");
        }
    }

    private static void message(JsonNode message, ChatRequest.Builder request) {
        String role = message.path("role").asString("");
        JsonNode content = message.path("content");
        if (role.equals("assistant")) {
            request.message(new AssistantMessage(BedrockContent.read(content)));
        } else if (role.equals("user")) {
            user(content, request);
        } else {
            throw invalid("messages.role: expected user or assistant, found another");
        }
    }

    /** The results of tools are blocks of a user's turn here, and messages of their own in the api. */
    private static void user(JsonNode content, ChatRequest.Builder request) {
        for (JsonNode block : content) {
            JsonNode result = block.path("toolResult");
            if (result.isObject()) {
                request.message(new ToolMessage(
                        result.path("toolUseId").asString(""),
                        BedrockContent.read(result.path("content")),
                        result.path("status").asString("").equals("error"),
                        Extras.NONE));
            }
        }
        List<Content> said = BedrockContent.read(content);
        if (!said.isEmpty()) {
            request.message(new UserMessage(said));
        }
    }

    private static void inference(JsonNode config, ChatRequest.Builder request) {
        if (config.path("maxTokens").isInt() && config.path("maxTokens").asInt() > 0) {
            request.maxTokens(config.path("maxTokens").asInt());
        }
        if (config.path("temperature").isNumber()) {
            request.temperature(config.path("temperature").asDouble());
        }
        if (config.path("topP").isNumber()) {
            request.topP(config.path("topP").asDouble());
        }
        var stop = new ArrayList<String>();
        config.path("stopSequences").forEach(text -> stop.add(text.asString("")));
        request.stop(stop);
    }

    private static void tools(JsonNode config, ChatRequest.Builder request) {
        var tools = new ArrayList<Tool>();
        for (JsonNode tool : config.path("tools")) {
            JsonNode spec = tool.path("toolSpec");
            if (spec.isObject()) {
                tools.add(new Tool(
                        spec.path("name").asString(""),
                        spec.path("description").asString(""),
                        RawJson.of(spec.path("inputSchema").path("json").toString()),
                        null,
                        Extras.NONE));
            }
        }
        request.tools(tools);
        JsonNode choice = config.path("toolChoice");
        if (choice.has("any")) {
            request.toolChoice(ToolChoice.REQUIRED);
        } else if (choice.has("auto")) {
            request.toolChoice(ToolChoice.AUTO);
        } else if (choice.has("tool")) {
            request.toolChoice(ToolChoice.named(choice.path("tool").path("name").asString("")));
        }
    }

    static InvalidRequestException invalid(String problem) {
        return new InvalidRequestException(
                ErrorFacts.because(problem).provider("bedrock").build());
    }
}
