package io.llmrouter.http.provider;

import io.llmrouter.api.spi.Settings;
import io.llmrouter.wire.OpenAiDialect;
import io.llmrouter.wire.WireFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is spoken at an endpoint.
 *
 * @param path where chats are answered, below the base URL
 * @param dialect the dialect of OpenAI's format; {@code null} for Anthropic's messages
 */
record Protocol(String path, @Nullable OpenAiDialect dialect) {
    /** OpenAI's chat completions as most servers understand them. */
    static final Protocol COMPATIBLE = new Protocol("/chat/completions", OpenAiDialect.COMPATIBLE);

    /** The same, for servers that refuse {@code stream_options} and report usage without being asked. */
    static final Protocol WITHOUT_STREAM_OPTIONS =
            new Protocol("/chat/completions", new OpenAiDialect(OpenAiDialect.COMPATIBLE.maxTokensField(), false));

    /** OpenAI's own. */
    static final Protocol OPENAI = new Protocol("/chat/completions", OpenAiDialect.OPENAI);

    /** Anthropic's messages. */
    static final Protocol ANTHROPIC = new Protocol("/messages", null);

    private static final Set<String> MAX_TOKENS_FIELDS = Set.of("max_tokens", "max_completion_tokens");

    /** The format, with the dialect that the settings ask for. */
    WireFormat format(Settings settings) {
        if (dialect == null) {
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
