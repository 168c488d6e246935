package io.llmrouter.testkit;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers as Bedrock's Converse gives them. */
final class BedrockAnswers {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final int LATENCY_MILLIS = 1;

    private BedrockAnswers() {}

    static byte[] whole(ChatResponse response) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode message = body.putObject("output").putObject("message").put("role", "assistant");
        ArrayNode content = message.putArray("content");
        for (Content part : response.message().content()) {
            block(part, content.addObject());
        }
        body.put("stopReason", stopReason(response.finishReason()));
        accounting(response.usage(), body);
        return JSON.writeValueAsBytes(body);
    }

    private static void block(Content part, ObjectNode block) {
        if (part instanceof Content.Text text) {
            block.put("text", text.text());
        } else if (part instanceof Content.Thinking thinking) {
            ObjectNode reasoning = block.putObject("reasoningContent").putObject("reasoningText");
            reasoning.put("text", thinking.text());
            if (thinking.signature() != null) {
                reasoning.put("signature", thinking.signature());
            }
        } else if (part instanceof ToolCall call) {
            ObjectNode use =
                    block.putObject("toolUse").put("toolUseId", call.id()).put("name", call.name());
            use.set("input", input(call.arguments()));
        }
    }

    /** Converse gives the arguments as a value: what is no JSON can only be given as a string. */
    private static JsonNode input(String arguments) {
        try {
            return JSON.readTree(arguments);
        } catch (JacksonException notJson) {
            return JSON.getNodeFactory().stringNode(arguments);
        }
    }

    static String stopReason(FinishReason reason) {
        return switch (reason) {
            case STOP, OTHER -> "end_turn";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> "content_filtered";
        };
    }

    /** Adds usage, if it is known, and metrics. Bedrock's input tokens leave out those read from and written to a cache. */
    static void accounting(Usage usage, ObjectNode target) {
        if (usage.isKnown()) {
            long uncached = usage.inputTokens() - usage.cacheReadTokens() - usage.cacheWriteTokens();
            ObjectNode tokens = target.putObject("usage")
                    .put("inputTokens", uncached)
                    .put("outputTokens", usage.outputTokens())
                    .put("totalTokens", usage.totalTokens());
            if (usage.cacheReadTokens() + usage.cacheWriteTokens() > 0) {
                tokens.put("cacheReadInputTokens", usage.cacheReadTokens());
                tokens.put("cacheWriteInputTokens", usage.cacheWriteTokens());
            }
        }
        target.putObject("metrics").put("latencyMs", LATENCY_MILLIS);
    }
}
