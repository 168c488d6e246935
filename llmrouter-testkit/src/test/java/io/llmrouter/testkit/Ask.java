package io.llmrouter.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The smallest chat request of each wire format. */
final class Ask {
    private Ask() {}

    static String path(WireKind kind, String model, boolean stream) {
        return switch (kind) {
            case OPENAI -> "/v1/chat/completions";
            case ANTHROPIC -> "/v1/messages";
            case BEDROCK ->
                "/model/" + URLEncoder.encode(model, StandardCharsets.UTF_8)
                        + (stream ? "/converse-stream" : "/converse");
        };
    }

    static String body(WireKind kind, String model, boolean stream) {
        return switch (kind) {
            case OPENAI -> """
                    {"model":"%s","messages":[{"role":"user","content":"Hi there"}],"stream":%s,
                     "stream_options":{"include_usage":true}}""".formatted(model, stream);
            case ANTHROPIC -> """
                    {"model":"%s","max_tokens":100,"messages":[{"role":"user","content":"Hi there"}],"stream":%s}""".formatted(model, stream);
            case BEDROCK -> """
                    {"messages":[{"role":"user","content":[{"text":"Hi there"}]}]}""";
        };
    }
}
