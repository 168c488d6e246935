package io.llmrouter.cli.json;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.LlmRouterException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How an answer came about, as JSON. What is not known is {@code null}. */
public final class RoutingJson {
    private RoutingJson() {}

    /** Who was chosen and why: {@code model_name}, {@code strategy}, {@code reason}, {@code candidates}. */
    public static ObjectNode decision(RoutingDecision decision) {
        ObjectNode node = Json.object();
        node.put("model_name", decision.model());
        node.put("strategy", decision.strategy());
        node.put("reason", decision.reason());
        ArrayNode candidates = node.putArray("candidates");
        for (Considered considered : decision.candidates()) {
            candidates
                    .addObject()
                    .put("model_name", considered.model())
                    .put("score", considered.score())
                    .put("excluded", considered.excluded());
        }
        return node;
    }

    /** The tokens. */
    public static ObjectNode usage(Usage usage) {
        ObjectNode node = Json.object();
        boolean known = usage.isKnown();
        node.put("input_tokens", known ? usage.inputTokens() : null);
        node.put("output_tokens", known ? usage.outputTokens() : null);
        node.put("cache_read_tokens", known ? usage.cacheReadTokens() : null);
        node.put("cache_write_tokens", known ? usage.cacheWriteTokens() : null);
        node.put("reasoning_tokens", known ? usage.reasoningTokens() : null);
        node.put("source", usage.source().name().toLowerCase(Locale.ROOT));
        return node;
    }

    /** All attempts, in order. */
    public static ArrayNode attempts(List<Attempt> attempts) {
        ArrayNode array = Json.mapper().createArrayNode();
        for (Attempt attempt : attempts) {
            ObjectNode node = array.addObject();
            node.put("model_name", attempt.model());
            node.put("provider", attempt.provider());
            node.put("succeeded", attempt.succeeded());
            if (attempt.forDecision()) {
                node.put("for_decision", true);
            }
            node.put("error", attempt.failure().map(LlmRouterException::summary).orElse(null));
            node.put("waited_ms", attempt.waited().toMillis());
            node.put("duration_ms", attempt.duration().toMillis());
            node.put("first_token_ms", millis(attempt.firstToken()));
            node.set("usage", usage(attempt.usage()));
            node.put("cost_usd", plain(attempt.cost()));
        }
        return array;
    }

    /** An amount without zeros at its end. */
    public static @Nullable BigDecimal plain(@Nullable BigDecimal usd) {
        return usd == null ? null : usd.stripTrailingZeros();
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }
}
