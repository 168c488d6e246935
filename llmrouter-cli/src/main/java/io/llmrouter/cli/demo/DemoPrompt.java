package io.llmrouter.cli.demo;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ToolCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A prompt of the demonstration, with what any model answers.
 *
 * @param request what is asked
 * @param answer the text of the answer; empty if it only calls a tool
 * @param call the tool call of the answer, if it has one
 * @param best the model that a good judge would choose
 * @param inputTokens what the provider reports
 * @param outputTokens what the provider reports
 */
record DemoPrompt(
        ChatRequest request, String answer, @Nullable ToolCall call, String best, int inputTokens, int outputTokens) {
    static DemoPrompt of(String prompt, String answer, String best, int inputTokens, int outputTokens) {
        return new DemoPrompt(ChatRequest.of(prompt), answer, null, best, inputTokens, outputTokens);
    }

    String text() {
        return request.lastUserText();
    }

    Optional<ToolCall> callIfAny() {
        return Optional.ofNullable(call);
    }
}
