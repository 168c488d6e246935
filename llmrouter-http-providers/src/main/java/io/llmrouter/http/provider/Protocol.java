package io.llmrouter.http.provider;

import io.llmrouter.api.spi.Settings;
import io.llmrouter.wire.OpenAiDialect;
import io.llmrouter.wire.WireFormat;
import java.util.Set;

/** What is spoken at an endpoint. */
enum Protocol {
    /** OpenAI's chat completions as most servers understand them. */
    OPENAI_COMPATIBLE(OpenAiDialect.COMPATIBLE, "/chat/completions"),
    /** The same, for servers that refuse {@code stream_options} and report usage without being asked. */
    OPENAI_WITHOUT_STREAM_OPTIONS(
            new OpenAiDialect(OpenAiDialect.COMPATIBLE.maxTokensField(), false), "/chat/completions"),
    /** OpenAI's own. */
    OPENAI(OpenAiDialect.OPENAI, "/chat/completions"),
    /** Anthropic's messages. */
    ANTHROPIC(OpenAiDialect.COMPATIBLE, "/messages");

    private static final Set<String> MAX_TOKENS_FIELDS = Set.of("max_tokens", "max_completion_tokens");

    private final OpenAiDialect dialect;
    private final String path;

    Protocol(OpenAiDialect dialect, String path) {
        this.dialect = dialect;
        this.path = path;
    }

    /** Where chats are answered, below the base URL. */
    String path() {
        return path;
    }

    /** The format, with the dialect that the settings ask for. */
    WireFormat format(Settings settings) {
        if (this == ANTHROPIC) {
            return WireFormat.anthropic();
        }
        String maxTokensField = settings.text("max_tokens_field").orElse(dialect.maxTokensField());
        if (!MAX_TOKENS_FIELDS.contains(maxTokensField)) {
            throw settings.problem("max_tokens_field", "max_tokens or max_completion_tokens");
        }
        return WireFormat.openAi(
                new OpenAiDialect(maxTokensField, settings.flag("stream_usage").orElse(dialect.streamUsage())));
    }
}
