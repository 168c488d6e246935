package io.llmrouter.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Knows again the chunks of a stream that bring nothing but more text.
 *
 * <p>Such a chunk differs from the one before in its text alone. One that has the same letters before and after its text as
 * a chunk that was parsed, and a text without escapes, says the same as that one with another text, and need not be
 * parsed: that saves most of the work of a stream. Not safe for concurrent use.
 */
final class TextChunks {
    /** The name of the field, where nothing is escaped: within a text its quotes would be. */
    private static final String CONTENT = "\"content\"";

    private static final int MAX_LENGTH = 4_096;

    private String before = "";
    private String after = "";
    private int choice;

    /** Remembers the form of a chunk. */
    void learn(String data, ObjectNode chunk) {
        int index = soleTextOf(chunk);
        if (index < 0 || data.length() > MAX_LENGTH || data.indexOf('\\') >= 0) {
            return;
        }
        int name = data.indexOf(CONTENT);
        int start = data.indexOf('"', name + CONTENT.length()) + 1;
        if (name < 0 || name != data.lastIndexOf(CONTENT) || start == 0) {
            return;
        }
        int end = endOfText(data, start);
        String text =
                chunk.path("choices").path(0).path("delta").path("content").stringValue("");
        if (data.startsWith("\"", end) && text.equals(data.substring(start, end))) {
            before = data.substring(0, start);
            after = data.substring(end);
            choice = index;
        }
    }

    /** The text of a chunk of the known form; {@code null} if it has another. */
    @Nullable
    String textOf(String data) {
        int start = before.length();
        int end = data.length() - after.length();
        boolean alike = start > 0 && start <= end && data.startsWith(before) && data.endsWith(after);
        return alike && endOfText(data, start) == end ? data.substring(start, end) : null;
    }

    /** The choice that the text belongs to. */
    int choice() {
        return choice;
    }

    /** Where a text ends that begins there: at its quote, or at the first letter that is not simply itself. */
    private static int endOfText(String data, int start) {
        int end = start;
        while (end < data.length()) {
            char c = data.charAt(end);
            if (c == '"' || c == '\\' || c < ' ') {
                break;
            }
            end++;
        }
        return end;
    }

    /** The index of the one choice that a chunk is about, if all it says is a text; else -1. */
    private static int soleTextOf(ObjectNode chunk) {
        JsonNode choices = chunk.path("choices");
        JsonNode choice = choices.path(0);
        JsonNode delta = choice.path("delta");
        if (choices.size() != 1
                || !delta.path("content").isString()
                || !chunk.path("usage").isEmpty()) {
            return -1;
        }
        return holdsOnly(choice, "index", "delta") && holdsOnly(delta, "role", "content")
                ? choice.path("index").asInt(-1)
                : -1;
    }

    /** Whether all fields but two are null, or lists without anything in them. */
    private static boolean holdsOnly(JsonNode object, String one, String other) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            boolean nothing = value.isNull() || (value.isArray() && value.isEmpty());
            if (!nothing && !field.getKey().equals(one) && !field.getKey().equals(other)) {
                return false;
            }
        }
        return true;
    }
}
