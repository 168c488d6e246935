package io.llmrouter.testkit;

/** The wire format of a request. */
public enum WireKind {
    /** OpenAI's chat completions, and all other paths under {@code /v1}. */
    OPENAI,
    /** Anthropic's messages. */
    ANTHROPIC,
    /** Amazon Bedrock's Converse and ConverseStream. */
    BEDROCK
}
