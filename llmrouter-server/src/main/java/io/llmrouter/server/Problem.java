package io.llmrouter.server;

import java.io.Serial;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Why the server itself does not answer a request, as its client is told. */
final class Problem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final String header;
    private final String headerValue;

    private Problem(int status, String type, @Nullable String code, String message) {
        this(status, type, code, message, "", "");
    }

    private Problem(int status, String type, @Nullable String code, String message, String header, String headerValue) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.header = header;
        this.headerValue = headerValue;
    }

    static Problem notFound(String method, String path) {
        String shown = path.length() > 200 ? path.substring(0, 200) + "..." : path;
        return invalid(
                404,
                "unknown_url",
                "Unknown request URL: " + method + " " + shown
                        + ". Chats are asked for with POST /v1/chat/completions.");
    }

    static Problem noEmbeddingModel(String name) {
        return invalid(
                404,
                "model_not_found",
                "The embedding model '" + (name.length() > 100 ? name.substring(0, 100) + "..." : name)
                        + "' does not exist. Embedding models are configured under embeddings.");
    }

    static Problem methodNotAllowed(String method, Set<String> allowed) {
        String list = String.join(", ", allowed);
        return new Problem(
                405,
                "invalid_request_error",
                "method_not_allowed",
                "Expected the method " + list + ", found " + method + ".",
                "allow",
                list);
    }

    static Problem invalid(int status, String code, String message) {
        return new Problem(status, "invalid_request_error", code, message);
    }

    static Problem tooLarge(int limit) {
        return invalid(
                413,
                "request_too_large",
                "Expected a body of at most " + limit + " bytes, found more. The bound is serve.max_body_bytes.");
    }

    static Problem unauthorized(boolean keyShown) {
        return new Problem(
                401,
                "authentication_error",
                "invalid_api_key",
                keyShown
                        ? "The key is not one of this server's. Keys are configured under serve.keys."
                        : "Expected a key in the header Authorization: Bearer <key>, found none.",
                "www-authenticate",
                "Bearer");
    }

    static Problem forbidden(String code, String message) {
        return new Problem(403, "permission_error", code, message);
    }

    static Problem busy(String message, long retryAfterSeconds) {
        return new Problem(
                429,
                "rate_limit_error",
                "rate_limit_exceeded",
                message,
                "retry-after",
                Long.toString(retryAfterSeconds));
    }

    /** The money of a key is spent. */
    static Problem overBudget(String message, long retryAfterSeconds) {
        return new Problem(
                429,
                "insufficient_quota",
                "insufficient_quota",
                message,
                "retry-after",
                Long.toString(retryAfterSeconds));
    }

    /** A request that does not fit into the whole of a limit. */
    static Problem tooMuchAtOnce(String message) {
        return new Problem(429, "rate_limit_error", "rate_limit_exceeded", message);
    }

    static Problem stopping() {
        return new Problem(
                503, "server_error", "stopping", "The server is about to stop; ask again.", "retry-after", "1");
    }

    /** A failure of our own that nothing foresees. */
    static Problem unforeseen() {
        return new Problem(500, "server_error", null, "The server failed to answer; its log says why.");
    }

    int status() {
        return status;
    }

    /** The name of a header that belongs to the answer; empty for none. */
    String header() {
        return header;
    }

    String headerValue() {
        return headerValue;
    }

    /** The body of the answer, in the format that the client speaks. */
    byte[] encode(boolean anthropic) {
        var root = JSON.createObjectNode();
        if (anthropic) {
            root.put("type", "error");
        }
        var error = root.putObject("error").put("message", getMessage()).put("type", type);
        if (!anthropic) {
            error.putNull("param").put("code", code);
        } else if (type.equals("insufficient_quota")) {
            error.put("type", "billing_error");
        }
        return JSON.writeValueAsBytes(root);
    }
}
