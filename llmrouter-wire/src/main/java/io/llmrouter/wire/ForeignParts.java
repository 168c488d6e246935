package io.llmrouter.wire;

import io.llmrouter.api.Content;
import io.llmrouter.api.error.InvalidRequestException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Parts that one format knows and another may not. */
final class ForeignParts {
    private ForeignParts() {}

    /**
     * A part kept as it came, for a provider of another format: what it is without its extra fields.
     *
     * @return the part itself for its own format; {@code null} if the wanted format cannot say it
     */
    static @Nullable Content understood(Content.Other other, String wanted) {
        if (other.format().equals(wanted)) {
            return other;
        }
        if (!(Json.parse(other.json().text()) instanceof ObjectNode part)) {
            return null;
        }
        Content bare =
                switch (other.format()) {
                    case OpenAiParts.FORMAT -> OpenAiParts.bare(part);
                    case AnthropicBlocks.FORMAT -> AnthropicBlocks.bare(part);
                    default -> null;
                };
        return bare instanceof Content.Other ? null : bare;
    }

    static InvalidRequestException inexpressible(Content part, String where, String format) {
        String kind = part.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return Json.invalid(where + ": expected content that " + format + " format can carry here, found " + kind);
    }
}
