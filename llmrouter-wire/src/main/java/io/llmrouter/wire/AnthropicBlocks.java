package io.llmrouter.wire;

import io.llmrouter.api.Content;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The blocks of a message's content in Anthropic's format. */
final class AnthropicBlocks {
    static final String FORMAT = "anthropic";

    private AnthropicBlocks() {}

    static @Nullable Content bare(ObjectNode part) {
        return part.has("text") ? Content.text(part.path("text").asString("")) : null;
    }
}
