package io.llmrouter.wire;

import io.llmrouter.api.RawJson;
import io.llmrouter.api.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The usage object in OpenAI's format. */
final class OpenAiUsage {
    /** xAI counts money in ten-billionths of a dollar. */
    private static final int TICKS = -10;

    private OpenAiUsage() {}

    static Usage decode(@Nullable JsonNode node) {
        if (!(node instanceof ObjectNode usage) || !usage.path("prompt_tokens").isNumber()) {
            return Usage.UNKNOWN;
        }
        JsonNode prompt = usage.path("prompt_tokens_details");
        long read = Json.count(prompt, "cached_tokens");
        if (read == 0) {
            read = Math.max(Json.count(usage, "prompt_cache_hit_tokens"), Json.count(usage, "cached_tokens"));
        }
        JsonNode completion = usage.path("completion_tokens_details");
        long beside = thoughtsBeside(usage);
        long thoughts = Json.count(completion, "reasoning_tokens");
        return new Usage(
                Json.count(usage, "prompt_tokens"),
                Json.count(usage, "completion_tokens") + beside,
                read,
                Json.count(prompt, "cache_write_tokens"),
                thoughts == 0 ? beside : thoughts,
                Usage.Source.REPORTED,
                Json.raw(usage),
                billing(usage, prompt, completion));
    }

    /** The same in the class of service that stands beside the usage. */
    static Usage inTier(Usage usage, @Nullable JsonNode tier) {
        return tier == null || !tier.isString()
                ? usage
                : usage.with(usage.billing().inTier(tier.stringValue()));
    }

    /** xAI and Gemini leave the thinking out of the answer's tokens, and bill it: only the total has it. */
    private static long thoughtsBeside(ObjectNode usage) {
        if (!usage.path("completion_tokens").isNumber()) {
            return 0;
        }
        long sums = Json.count(usage, "prompt_tokens") + Json.count(usage, "completion_tokens");
        return Math.max(0, Json.count(usage, "total_tokens") - sums);
    }

    private static Usage.Billing billing(ObjectNode usage, JsonNode prompt, JsonNode completion) {
        long inputAudio = Json.count(prompt, "audio_tokens");
        long outputAudio = Json.count(completion, "audio_tokens");
        BigDecimal cost = cost(usage);
        return inputAudio == 0 && outputAudio == 0 && cost == null
                ? Usage.Billing.USUAL
                : new Usage.Billing(0, inputAudio, outputAudio, null, cost);
    }

    /** What OpenRouter or xAI say that they bill; with a key of one's own at OpenRouter, the rest of the bill too. */
    private static @Nullable BigDecimal cost(ObjectNode usage) {
        JsonNode ticks = usage.path("cost_in_usd_ticks");
        if (ticks.isIntegralNumber()) {
            return ticks.decimalValue().scaleByPowerOfTen(TICKS);
        }
        JsonNode cost = usage.path("cost");
        if (!cost.isNumber() || cost.decimalValue().signum() < 0) {
            return null;
        }
        JsonNode upstream = usage.path("cost_details").path("upstream_inference_cost");
        boolean own = usage.path("is_byok").asBoolean(false) && upstream.isNumber();
        return own ? cost.decimalValue().add(upstream.decimalValue()) : cost.decimalValue();
    }

    /** Writes the counts, and the provider's own further numbers if they came in this format. */
    static void encode(JsonOut json, Usage usage) {
        if (!usage.isKnown()) {
            return;
        }
        ObjectNode details = isPlain(usage) ? null : details(usage.details());
        json.object("usage");
        json.number("prompt_tokens", usage.inputTokens());
        json.number("completion_tokens", usage.outputTokens());
        json.number("total_tokens", total(usage, details));
        if (details != null) {
            json.rest(details);
        } else {
            encodeDetails(json, usage);
        }
        json.endObject();
    }

    /** Whether the provider gave the sums only, as most do: then there is nothing more to find in its text. */
    private static boolean isPlain(Usage usage) {
        return usage.details() != null
                && usage.details()
                        .text()
                        .equals("{\"prompt_tokens\":" + usage.inputTokens() + ",\"completion_tokens\":"
                                + usage.outputTokens() + ",\"total_tokens\":" + usage.totalTokens() + "}");
    }

    private static void encodeDetails(JsonOut json, Usage usage) {
        if (usage.cacheReadTokens() > 0 || usage.cacheWriteTokens() > 0) {
            json.object("prompt_tokens_details").number("cached_tokens", usage.cacheReadTokens());
            if (usage.cacheWriteTokens() > 0) {
                json.number("cache_write_tokens", usage.cacheWriteTokens());
            }
            json.endObject();
        }
        if (usage.reasoningTokens() > 0) {
            json.object("completion_tokens_details")
                    .number("reasoning_tokens", usage.reasoningTokens())
                    .endObject();
        }
    }

    private static @Nullable ObjectNode details(@Nullable RawJson details) {
        return details != null
                        && Json.parse(details.text()) instanceof ObjectNode object
                        && object.path("prompt_tokens").isNumber()
                ? object
                : null;
    }

    /** Some providers count more into their total than the two sums. */
    private static long total(Usage usage, @Nullable ObjectNode details) {
        boolean unchanged = details != null
                && Json.count(details, "prompt_tokens") == usage.inputTokens()
                && Json.count(details, "completion_tokens") == usage.outputTokens()
                && details.path("total_tokens").isNumber();
        return unchanged && details != null ? Json.count(details, "total_tokens") : usage.totalTokens();
    }
}
