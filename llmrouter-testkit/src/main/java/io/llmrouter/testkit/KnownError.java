package io.llmrouter.testkit;

/** Errors that each provider words in its own way: a code and a message for OpenAI, Anthropic and Bedrock. */
enum KnownError {
    CONTEXT_LENGTH(
            "context_length_exceeded",
            "This model's maximum context length is 8192 tokens, yours are 9000",
            "invalid_request_error",
            "prompt is too long: 9000 tokens > 8192 maximum",
            "ValidationException",
            "Input is too long for requested model."),
    CONTENT_POLICY(
            "content_policy_violation",
            "The request was rejected by the content filtering policy",
            "invalid_request_error",
            "Output blocked by content filtering policy",
            "ValidationException",
            "Output blocked by content filtering policy"),
    NO_PREFILL(
            "invalid_request_error",
            "The last message must not be of the assistant",
            "invalid_request_error",
            "This model does not support assistant message prefill.",
            "ValidationException",
            "This model doesn't support conversation that ends with an assistant message."),
    OVERLOADED(
            "overloaded",
            "The model is overloaded",
            "overloaded_error",
            "Overloaded",
            "serviceUnavailableException",
            "The service is not available"),
    THROTTLED(
            "rate_limit_exceeded",
            "Rate limit reached for requests",
            "rate_limit_error",
            "Number of requests has exceeded your rate limit",
            "throttlingException",
            "Too many requests, please wait before trying again"),
    MODEL_FAILED(
            "server_error",
            "The model had an error while it answered",
            "api_error",
            "Internal server error",
            "modelStreamErrorException",
            "The model had an error while it answered");

    /** A code and what is said with it. */
    record Wording(String code, String message) {}

    private final String openAiCode;
    private final String openAiMessage;
    private final String anthropicCode;
    private final String anthropicMessage;
    private final String bedrockCode;
    private final String bedrockMessage;

    KnownError(
            String openAiCode,
            String openAiMessage,
            String anthropicCode,
            String anthropicMessage,
            String bedrockCode,
            String bedrockMessage) {
        this.openAiCode = openAiCode;
        this.openAiMessage = openAiMessage;
        this.anthropicCode = anthropicCode;
        this.anthropicMessage = anthropicMessage;
        this.bedrockCode = bedrockCode;
        this.bedrockMessage = bedrockMessage;
    }

    Wording in(WireKind format) {
        return switch (format) {
            case OPENAI -> new Wording(openAiCode, openAiMessage);
            case ANTHROPIC -> new Wording(anthropicCode, anthropicMessage);
            case BEDROCK -> new Wording(bedrockCode, bedrockMessage);
        };
    }
}
