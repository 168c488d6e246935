package io.llmrouter.wire;

import io.llmrouter.api.FinishReason;

/** OpenAI's finish reasons, and those of servers that imitate it. */
final class OpenAiFinish {
    private OpenAiFinish() {}

    static FinishReason decode(String reason) {
        return switch (reason) {
            case "stop", "end_turn", "stop_sequence", "eos", "eos_token", "complete", "COMPLETE" -> FinishReason.STOP;
            case "length", "max_tokens", "model_length", "MAX_TOKENS" -> FinishReason.LENGTH;
            case "tool_calls", "tool_use", "function_call" -> FinishReason.TOOL_CALLS;
            case "content_filter", "refusal", "safety", "SAFETY" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    static String encode(FinishReason reason) {
        return switch (reason) {
            case STOP, OTHER -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
        };
    }
}
