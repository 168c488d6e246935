package io.llmrouter.wire;

import io.llmrouter.api.RawJson;
import io.llmrouter.api.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The usage object in Anthropic's format, whose input tokens leave out those of the cache. */
final class AnthropicUsage {
    private AnthropicUsage() {}

    static Usage decode(@Nullable JsonNode node) {
        if (!(node instanceof ObjectNode usage)
                || !(usage.path("input_tokens").isNumber()
                        || usage.path("output_tokens").isNumber())) {
            return Usage.UNKNOWN;
        }
        long read = Json.count(usage, "cache_read_input_tokens");
        JsonNode written = usage.path("cache_creation");
        long hour = Json.count(written, "ephemeral_1h_input_tokens");
        long write = Math.max(
                Json.count(usage, "cache_creation_input_tokens"),
                Json.count(written, "ephemeral_5m_input_tokens") + hour);
        JsonNode tier = usage.path("service_tier");
        return new Usage(
                Json.count(usage, "input_tokens") + read + write,
                Json.count(usage, "output_tokens"),
                read,
                write,
                Json.count(usage.path("output_tokens_details"), "thinking_tokens"),
                Usage.Source.REPORTED,
                Json.raw(usage),
                new Usage.Billing(hour, 0, 0, tier.isString() ? tier.stringValue() : null, null));
    }

    /** What a stream says at its end counts for more than what it said at its start; but a 0 there says nothing. */
    static void merge(ObjectNode into, JsonNode later) {
        later.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode parts && into.get(field.getKey()) instanceof ObjectNode known) {
                merge(known, parts);
                return;
            }
            boolean nothing = value.isNull() || (value.isIntegralNumber() && value.asLong(1) == 0);
            if (!nothing || !into.hasNonNull(field.getKey())) {
                into.set(field.getKey(), value);
            }
        });
    }

    static void encode(JsonOut json, Usage usage) {
        ObjectNode details = details(usage.details());
        long read = usage.cacheReadTokens();
        long write = usage.cacheWriteTokens();
        json.object("usage").number("input_tokens", Math.max(0, usage.inputTokens() - read - write));
        json.number("cache_creation_input_tokens", write).number("cache_read_input_tokens", read);
        json.number("output_tokens", usage.outputTokens());
        if (details != null) {
            json.rest(details);
        } else if (usage.reasoningTokens() > 0) {
            json.object("output_tokens_details")
                    .number("thinking_tokens", usage.reasoningTokens())
                    .endObject();
        }
        json.endObject();
    }

    private static @Nullable ObjectNode details(@Nullable RawJson details) {
        return details != null
                        && Json.parse(details.text()) instanceof ObjectNode object
                        && object.path("input_tokens").isNumber()
                ? object
                : null;
    }
}
