package io.llmrouter.bedrock;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whose model an id names, as far as that changes what may be sent to it. */
enum ModelFamily {
    ANTHROPIC,
    AMAZON_NOVA,
    OTHER,
    /** An id that does not say: an imported, provisioned or application-profile ARN. */
    UNKNOWN;

    private static final Pattern CLAUDE_WITHOUT_THINKING = Pattern.compile("claude-(v\\d|instant|3-(?!7))");

    /** The family of a model id, an inference profile ({@code us.anthropic...}) or an ARN of either. */
    static ModelFamily of(String modelId) {
        String id = shortId(modelId);
        if (id.contains("anthropic.")) {
            return ANTHROPIC;
        }
        if (id.contains("amazon.nova")) {
            return AMAZON_NOVA;
        }
        return id.contains(".") ? OTHER : UNKNOWN;
    }

    /** Whether the id names a Claude that takes a thinking budget. */
    static boolean takesThinkingBudget(String modelId) {
        return of(modelId) == ANTHROPIC
                && !CLAUDE_WITHOUT_THINKING.matcher(shortId(modelId)).find();
    }

    boolean mayCachePrompts() {
        return this != OTHER;
    }

    /** Whether sealed thinking may be sent back; others refuse it. */
    boolean mayTakeThinking() {
        return this == ANTHROPIC || this == UNKNOWN;
    }

    private static String shortId(String modelId) {
        return modelId.substring(modelId.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
