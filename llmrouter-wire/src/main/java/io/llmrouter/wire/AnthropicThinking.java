package io.llmrouter.wire;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Message;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ToolChoice;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How much a model shall think, in Anthropic's terms.
 *
 * <p>Claude 4.6 and later think adaptively, by effort; earlier models, and other servers of the format, by a budget of
 * tokens: minimal 1,024, low 2,048, medium 8,192, high 16,384, more 32,768. A request that sets {@code thinking} or
 * {@code output_config} itself is left as it is.
 *
 * @param effort the effort of an adaptive model, if any
 * @param adaptive whether an adaptive model thinks
 * @param budget the budget in tokens of another model, or 0
 */
record AnthropicThinking(@Nullable String effort, boolean adaptive, int budget) {
    static final AnthropicThinking NONE = new AnthropicThinking(null, false, 0);
    private static final int MIN_BUDGET = 1_024;
    private static final Pattern VERSION = Pattern.compile("(?:opus|sonnet|haiku)-(\\d)(?:[-.](\\d{1,2}))?(?!\\d)");

    static AnthropicThinking of(ChatRequest request, String modelId) {
        Map<String, RawJson> extras = request.extras().forFormat(AnthropicBlocks.FORMAT);
        String effort = request.reasoningEffort().orElse("none").toLowerCase(Locale.ROOT);
        if (effort.equals("none") || extras.containsKey("thinking") || extras.containsKey("output_config")) {
            return NONE;
        }
        if (isAdaptive(modelId)) {
            return new AnthropicThinking(effort.equals("minimal") ? "low" : effort, !forcesTool(request), 0);
        }
        return forcesTool(request) || lacksThinking(request)
                ? NONE
                : new AnthropicThinking(
                        null, false, budget(effort, request.maxTokens().orElse(Integer.MAX_VALUE)));
    }

    boolean isOn() {
        return adaptive || budget > 0;
    }

    private static boolean isAdaptive(String modelId) {
        String id = modelId.toLowerCase(Locale.ROOT);
        if (!id.contains("claude") || id.contains("claude-2") || id.contains("claude-3") || id.contains("instant")) {
            return false;
        }
        Matcher version = VERSION.matcher(id);
        if (!version.find()) {
            return true;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
        return major > 4 || (major == 4 && minor >= 6);
    }

    /** A budget leaves at least half of the answer's tokens to the answer. */
    private static int budget(String effort, int maxTokens) {
        int wanted =
                switch (effort) {
                    case "minimal" -> MIN_BUDGET;
                    case "low" -> 2_048;
                    case "medium" -> 8_192;
                    case "high" -> 16_384;
                    default -> 32_768;
                };
        return maxTokens <= MIN_BUDGET ? 0 : Math.min(wanted, Math.max(MIN_BUDGET, maxTokens / 2));
    }

    /** Thinking and a forced tool exclude each other. */
    private static boolean forcesTool(ChatRequest request) {
        ToolChoice.Mode mode = request.toolChoice().map(ToolChoice::mode).orElse(ToolChoice.Mode.AUTO);
        return mode == ToolChoice.Mode.REQUIRED || mode == ToolChoice.Mode.NAMED;
    }

    /** With a budget, an answer that called tools must come back with its thinking; another model's cannot. */
    private static boolean lacksThinking(ChatRequest request) {
        for (int i = request.messages().size() - 1; i >= 0; i--) {
            Message message = request.messages().get(i);
            if (message instanceof AssistantMessage said) {
                return !said.toolCalls().isEmpty() && said.content().stream().noneMatch(AnthropicThinking::isSealed);
            }
        }
        return false;
    }

    private static boolean isSealed(Content part) {
        return part instanceof Content.Thinking thinking
                && (thinking.signature() != null || thinking.redacted() != null);
    }

    /** The effort that a request in Anthropic's format asks for, for models of other formats. */
    static @Nullable String effortOf(@Nullable JsonNode thinking, @Nullable JsonNode outputConfig) {
        JsonNode effort = outputConfig == null ? null : outputConfig.path("effort");
        if (effort != null && effort.isString()) {
            return effort.stringValue();
        }
        if (thinking == null || !thinking.path("type").asString("").equals("enabled")) {
            return null;
        }
        long budget = Json.count(thinking, "budget_tokens");
        if (budget <= 4_096) {
            return "low";
        }
        return budget <= 12_288 ? "medium" : "high";
    }
}
