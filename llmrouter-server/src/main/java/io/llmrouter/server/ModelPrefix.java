package io.llmrouter.server;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Content;
import io.llmrouter.api.Router;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the answering model's name before an answer's text: {@code [name] text}.
 *
 * <p>A model that sees earlier answers with such prefixes tends to write one itself; that one is taken away. Other
 * brackets, such as {@code [1]}, are the answer's own.
 */
final class ModelPrefix {
    private final Router router;

    ModelPrefix(Router router) {
        this.router = router;
    }

    /** What stands before an answer of that model. */
    static String of(String model) {
        return "[" + model + "] ";
    }

    /** Whether more text could make a prefix of it. */
    boolean mayBecomePrefix(String text) {
        if (text.isEmpty()) {
            return true;
        } else if (text.charAt(0) != '[') {
            return false;
        }
        int end = text.indexOf(']');
        if (end < 0) {
            String begun = text.substring(1);
            return router.models().stream().anyMatch(model -> model.name().startsWith(begun));
        }
        return isModel(text.substring(1, end)) && text.substring(end + 1).isBlank();
    }

    /** The text without a prefix of its own. */
    String stripped(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') : -1;
        return end > 0 && isModel(text.substring(1, end))
                ? text.substring(end + 1).stripLeading()
                : text;
    }

    private boolean isModel(String name) {
        return router.models().stream().anyMatch(model -> model.name().equals(name));
    }

    /** A whole answer with its prefix; choices without text stay as they are. */
    ChatResponse applyTo(ChatResponse response) {
        List<Choice> choices = response.choices().stream()
                .map(choice -> withPrefix(choice, response.model()))
                .toList();
        return response.toBuilder().choices(choices).build();
    }

    private Choice withPrefix(Choice choice, String model) {
        AssistantMessage message = choice.message();
        List<Content> parts = new ArrayList<>(message.content());
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Content.Text text && !text.text().isEmpty()) {
                parts.set(i, new Content.Text(of(model) + stripped(text.text()), text.extras()));
                return new Choice(
                        choice.index(),
                        new AssistantMessage(parts, message.extras()),
                        choice.finishReason(),
                        choice.extras());
            }
        }
        return choice;
    }
}
