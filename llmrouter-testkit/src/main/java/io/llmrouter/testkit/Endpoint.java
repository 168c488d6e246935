package io.llmrouter.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path asks for.
 *
 * @param model the model, where the path names it; else empty
 */
record Endpoint(Kind kind, WireKind format, String model, boolean stream) {
    /** The kinds of endpoint. */
    enum Kind {
        CHAT,
        EMBEDDINGS,
        MODELS,
        UNKNOWN
    }

    private static final Pattern BEDROCK = Pattern.compile("/model/(.+)/(converse|converse-stream)");

    static Endpoint of(HttpRequest request) {
        String path = request.path();
        if (request.method().equals("GET") && path.equals("/v1/models")) {
            return openAi(Kind.MODELS);
        }
        if (!request.method().equals("POST")) {
            return openAi(Kind.UNKNOWN);
        }
        Matcher bedrock = BEDROCK.matcher(path);
        if (bedrock.matches()) {
            boolean stream = bedrock.group(2).equals("converse-stream");
            return new Endpoint(Kind.CHAT, WireKind.BEDROCK, decoded(bedrock.group(1)), stream);
        }
        return switch (path) {
            case "/v1/chat/completions" -> openAi(Kind.CHAT);
            case "/v1/messages" -> new Endpoint(Kind.CHAT, WireKind.ANTHROPIC, "", false);
            case "/v1/embeddings" -> openAi(Kind.EMBEDDINGS);
            default -> openAi(Kind.UNKNOWN);
        };
    }

    private static Endpoint openAi(Kind kind) {
        return new Endpoint(kind, WireKind.OPENAI, "", false);
    }

    /** A plus sign in a path stands for itself, which the decoder of forms does not know. */
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return segment;
        }
    }
}
