package io.llmrouter.wire;

import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The further fields of tool calls, such as who called: a call of the api has none, so they travel with its message.
 */
final class AnthropicToolUse {
    private static final Set<String> KNOWN = Set.of("type", "id", "name", "input", "cache_control");

    private AnthropicToolUse() {}

    /** The further fields of a call. */
    static ObjectNode extrasOf(ObjectNode block) {
        return block.deepCopy().remove(KNOWN);
    }

    /** Takes the further fields off the message's calls: an object by the calls' ids, or {@code null}. */
    static @Nullable JsonNode takeExtras(Fields message) {
        JsonNode content = message.peek("content");
        if (content == null || !content.isArray()) {
            return null;
        }
        ObjectNode all = null;
        for (JsonNode node : content.values()) {
            if (node instanceof ObjectNode block
                    && block.path("type").asString("").equals("tool_use")) {
                ObjectNode more = extrasOf(block);
                if (!more.isEmpty()) {
                    all = all == null ? Json.MAPPER.createObjectNode() : all;
                    all.set(block.path("id").asString(""), more);
                    block.retain(KNOWN);
                }
            }
        }
        return all;
    }

    /** The message's extra fields with those of its calls. */
    static Extras extras(Fields message, @Nullable JsonNode calls) {
        Extras extras = message.extras(AnthropicBlocks.FORMAT);
        if (calls == null) {
            return extras;
        }
        Map<String, RawJson> fields = new LinkedHashMap<>(extras.fields());
        fields.put(AnthropicBlockWriter.TOOL_USE_EXTRAS, Json.raw(calls));
        return new Extras(AnthropicBlocks.FORMAT, fields);
    }
}
