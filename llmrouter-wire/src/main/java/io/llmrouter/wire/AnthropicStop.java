package io.llmrouter.wire;

import io.llmrouter.api.Choice;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.RawJson;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Anthropic's stop reasons. */
final class AnthropicStop {
    /** What stands beside the reason. */
    static final List<String> FIELDS = List.of("stop_sequence", "stop_details");

    private AnthropicStop() {}

    static FinishReason decode(String reason) {
        return switch (reason) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    /** Whether the reason would come back as another one. */
    static boolean isAmbiguous(String reason) {
        return !encode(decode(reason)).equals(reason);
    }

    private static String encode(FinishReason reason) {
        return switch (reason) {
            case STOP, OTHER -> "end_turn";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> "refusal";
        };
    }

    /** A client of the format looks here for tool calls, which some models end with a plain stop. */
    static String of(Choice choice) {
        Map<String, RawJson> extras = choice.extras().forFormat(AnthropicBlocks.FORMAT);
        RawJson own = extras.get("stop_reason");
        JsonNode text = own == null ? null : Json.parse(own.text());
        if (text != null && text.isString()) {
            return text.stringValue();
        }
        boolean calls = choice.finishReason() == FinishReason.STOP
                && !choice.message().toolCalls().isEmpty();
        return calls ? "tool_use" : encode(choice.finishReason());
    }

    /** The fields beside the reason. */
    static void encodeBeside(JsonOut json, Choice choice) {
        Map<String, RawJson> extras = choice.extras().forFormat(AnthropicBlocks.FORMAT);
        if (!extras.containsKey("stop_sequence")) {
            json.nil("stop_sequence");
        }
        json.extras(choice.extras(), AnthropicBlocks.FORMAT, "choice");
    }
}
