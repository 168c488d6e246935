package io.llmrouter.cli.chat;

import io.llmrouter.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation to a file: as messages in OpenAI's format if it ends in {@code .json}, else as Markdown. */
final class SavedChat {
    private SavedChat() {}

    static void write(Path file, @Nullable String system, List<Turn> turns) throws IOException {
        boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        Files.writeString(file, json ? Json.text(messages(system, turns)) + "\n" : markdown(system, turns));
    }

    private static ObjectNode messages(@Nullable String system, List<Turn> turns) {
        ObjectNode chat = Json.object();
        ArrayNode messages = chat.putArray("messages");
        if (system != null) {
            messages.addObject().put("role", "system").put("content", system);
        }
        for (Turn turn : turns) {
            messages.addObject().put("role", "user").put("content", turn.question());
            messages.addObject().put("role", "assistant").put("content", turn.answer());
        }
        return chat;
    }

    private static String markdown(@Nullable String system, List<Turn> turns) {
        var text = new StringBuilder();
        if (system != null) {
            text.append("**System:** ").append(system).append("\n\n");
        }
        for (Turn turn : turns) {
            text.append("**You:** ").append(turn.question()).append("\n\n");
            text.append("**Model:** ").append(turn.answer()).append("\n\n");
        }
        return text.toString().stripTrailing() + "\n";
    }
}
