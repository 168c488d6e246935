package io.llmrouter.learned.strategy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.Message;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.ToolMessage;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What cannot be verified as a text by a judge who reads question and answer alone. Stateless. */
final class Unverifiable {
    private static final JsonMapper JSON = new JsonMapper();

    private Unverifiable() {}

    /** What of a request keeps its answers from being verified, if anything. */
    static Optional<String> in(ChatRequest request) {
        if (!request.tools().isEmpty() || request.messages().stream().anyMatch(ToolMessage.class::isInstance)) {
            return Optional.of("tools");
        }
        if (request.messages().stream().anyMatch(Unverifiable::hasMedia)) {
            return Optional.of("media");
        }
        return request.choices().orElse(1) > 1 ? Optional.of("more than one choice") : Optional.empty();
    }

    private static boolean hasMedia(Message message) {
        List<Content> parts = message.content();
        return parts.stream()
                .anyMatch(part -> part instanceof Content.Image
                        || part instanceof Content.Audio
                        || part instanceof Content.File
                        || part instanceof Content.Other);
    }

    /** Why an answer is refused without asking anybody, if it is. */
    static Optional<String> objection(ChatRequest request, ChatResponse answer) {
        if (!answer.toolCalls().isEmpty()) {
            return Optional.of("called a tool");
        }
        if (answer.finishReason() == FinishReason.CONTENT_FILTER) {
            return Optional.of("was held back by its provider");
        }
        if (answer.text().isBlank()) {
            return Optional.of("answered without text");
        }
        boolean wantsJson = request.responseFormat()
                .filter(form -> !(form instanceof ResponseFormat.Text))
                .isPresent();
        return wantsJson && !isJson(answer.text()) ? Optional.of("answered no JSON") : Optional.empty();
    }

    private static boolean isJson(String text) {
        try {
            return !JSON.readTree(text).isMissingNode();
        } catch (JacksonException broken) {
            return false;
        }
    }
}
