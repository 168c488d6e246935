package io.llmrouter.wire;

/**
 * Where servers that speak OpenAI's format differ.
 *
 * @param maxTokensField the field for the limit of output tokens: {@code max_tokens}, or {@code max_completion_tokens}
 * @param streamUsage whether {@code stream_options.include_usage} may be sent
 */
public record OpenAiDialect(String maxTokensField, boolean streamUsage) {
    /** What nearly every server understands. */
    public static final OpenAiDialect COMPATIBLE = new OpenAiDialect("max_tokens", true);

    /** OpenAI's own. */
    public static final OpenAiDialect OPENAI = new OpenAiDialect("max_completion_tokens", true);
}
