package io.llmrouter.bedrock;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ToolChoice.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;

/**
 * How the model is to write, in Bedrock's form.
 *
 * @param config what all models understand
 * @param additional what only this model understands; may be empty
 */
record InferenceParameters(InferenceConfiguration config, Map<String, Document> additional) {
    private static final int LEAST_BUDGET = 1024;
    private static final int ROOM_FOR_ANSWER = 4096;

    static InferenceParameters of(ChatRequest request, Conversation conversation, BedrockSettings settings) {
        var additional = new LinkedHashMap<>(settings.additionalFields());
        request.extras().forFormat(BedrockProvider.NAME).forEach((name, json) -> {
            Document value = Documents.parse(json.text())
                    .orElseThrow(() -> BedrockErrors.invalid(
                            "The field " + name + " is not well-formed JSON", "Send one JSON value."));
            additional.put(name, value);
        });
        Integer maxTokens = maxTokens(request, settings.maxTokens());
        if (!additional.containsKey("thinking") && mayThink(request, conversation, settings.modelId())) {
            int budget = budget(request.reasoningEffort().orElse(""), maxTokens);
            if (budget >= LEAST_BUDGET) {
                additional.put("thinking", thinking(budget));
                maxTokens = maxTokens == null ? Integer.valueOf(budget + ROOM_FOR_ANSWER) : maxTokens;
            }
        }
        return new InferenceParameters(config(request, maxTokens, settings, thinks(additional)), additional);
    }

    private static InferenceConfiguration config(
            ChatRequest request, @Nullable Integer maxTokens, BedrockSettings settings, boolean thinking) {
        var config = InferenceConfiguration.builder();
        if (maxTokens != null) {
            config.maxTokens(maxTokens);
        }
        List<String> stop =
                request.stop().stream().filter(text -> !text.isBlank()).toList();
        if (!stop.isEmpty()) {
            config.stopSequences(stop);
        }
        boolean claude = ModelFamily.of(settings.modelId()) == ModelFamily.ANTHROPIC;
        if (claude && thinking) {
            // Claude samples its own way while it thinks, and refuses to be told another.
            return config.build();
        }
        request.temperature().ifPresent(temperature -> config.temperature((float) temperature));
        if (!(claude && request.temperature().isPresent())) {
            // Claude refuses top_p beside a temperature.
            request.topP().ifPresent(topP -> config.topP((float) topP));
        }
        return config.build();
    }

    private static @Nullable Integer maxTokens(ChatRequest request, @Nullable Integer limit) {
        OptionalInt asked = request.maxTokens();
        if (asked.isEmpty()) {
            return limit;
        }
        return limit == null ? Integer.valueOf(asked.getAsInt()) : Integer.valueOf(Math.min(asked.getAsInt(), limit));
    }

    /** Claude refuses to think where a tool is forced, or where it called tools without thinking before. */
    private static boolean mayThink(ChatRequest request, Conversation conversation, String modelId) {
        boolean forced = request.toolChoice()
                .map(choice -> choice.mode() == Mode.REQUIRED || choice.mode() == Mode.NAMED)
                .orElse(false);
        return !forced && ModelFamily.takesThinkingBudget(modelId) && !conversation.lastCallsLackThinking();
    }

    /** Tokens for thinking, leaving at least half of the limit for the answer; 0 for none. */
    private static int budget(String effort, @Nullable Integer maxTokens) {
        int wanted =
                switch (effort.toLowerCase(Locale.ROOT)) {
                    case "low" -> 2048;
                    case "medium" -> 8192;
                    case "high" -> 16_384;
                    case "xhigh", "max" -> 32_768;
                    default -> 0;
                };
        return maxTokens == null ? wanted : Math.min(wanted, maxTokens / 2);
    }

    private static Document thinking(int budget) {
        return Document.mapBuilder()
                .putString("type", "enabled")
                .putNumber("budget_tokens", budget)
                .build();
    }

    private static boolean thinks(Map<String, Document> additional) {
        Document thinking = additional.get("thinking");
        if (thinking == null || !thinking.isMap()) {
            return false;
        }
        Document type = thinking.asMap().get("type");
        return type != null && type.isString() && !type.asString().equals("disabled");
    }
}
