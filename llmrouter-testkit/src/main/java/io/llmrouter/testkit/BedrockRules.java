package io.llmrouter.testkit;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What Converse refuses of a request that is well-formed. */
final class BedrockRules {
    private BedrockRules() {}

    /**
     * Checks a request.
     *
     * @throws io.llmrouter.api.error.InvalidRequestException in Bedrock's words, if it would be refused
     */
    static void check(String model, JsonNode request) {
        JsonNode messages = request.path("messages");
        turns(messages);
        for (int i = 0; i < messages.size(); i++) {
            text(messages.get(i).path("content"), "messages." + i + ".content");
        }
        text(request.path("system"), "system");
        toolResults(messages);
        if (usesTools(messages) && request.at("/toolConfig/tools").isEmpty()) {
            throw BedrockRequests.invalid(
                    "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
        }
        sampling(model, request.path("inferenceConfig"));
    }

    private static void turns(JsonNode messages) {
        String before = "assistant";
        for (JsonNode message : messages) {
            String role = message.path("role").asString("");
            if (role.equals(before)) {
                throw BedrockRequests.invalid("A conversation must start with a user message and alternate between"
                        + " user and assistant roles.");
            }
            before = role;
        }
    }

    private static void text(JsonNode blocks, String where) {
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).path("text").asString("-").isBlank()) {
                throw BedrockRequests.invalid(
                        "The text field in the ContentBlock object at " + where + "." + i + " is blank.");
            }
        }
    }

    /** The results of a turn answer exactly the calls of the turn before it. */
    private static void toolResults(JsonNode messages) {
        Set<String> called = Set.of();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode content = messages.get(i).path("content");
            if (!ids(content, "toolResult").equals(called)) {
                throw BedrockRequests.invalid("Expected toolResult blocks at messages." + i
                        + ".content for the toolUse blocks of the turn before, and for no others.");
            }
            called = ids(content, "toolUse");
        }
    }

    private static Set<String> ids(JsonNode content, String kind) {
        var ids = new LinkedHashSet<String>();
        for (JsonNode block : content) {
            if (block.has(kind)) {
                ids.add(block.path(kind).path("toolUseId").asString(""));
            }
        }
        return ids;
    }

    private static boolean usesTools(JsonNode messages) {
        for (JsonNode message : messages) {
            for (JsonNode block : message.path("content")) {
                if (block.has("toolUse") || block.has("toolResult")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void sampling(String model, JsonNode config) {
        if (model.toLowerCase(Locale.ROOT).contains("claude") && config.has("temperature") && config.has("topP")) {
            throw BedrockRequests.invalid(
                    "temperature and top_p cannot both be specified for this model. Please use only one.");
        }
    }
}
