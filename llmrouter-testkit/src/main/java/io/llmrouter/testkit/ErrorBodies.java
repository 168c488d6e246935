package io.llmrouter.testkit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Errors as the providers word them. */
final class ErrorBodies {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ErrorBodies() {}

    static byte[] openAi(int status, @Nullable String code, String message) {
        ObjectNode error = JSON.createObjectNode();
        error.put("message", message);
        error.put("type", openAiType(status));
        error.putNull("param");
        error.put("code", code == null ? openAiCode(status) : code);
        return JSON.writeValueAsBytes(JSON.createObjectNode().set("error", error));
    }

    static byte[] anthropic(int status, @Nullable String type, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.put("type", "error");
        body.putObject("error")
                .put("type", type == null ? anthropicType(status) : type)
                .put("message", message);
        return JSON.writeValueAsBytes(body);
    }

    static byte[] bedrock(String message) {
        return JSON.writeValueAsBytes(JSON.createObjectNode().put("message", message));
    }

    private static String openAiType(int status) {
        return switch (status) {
            case 429 -> "rate_limit_error";
            case 401, 403 -> "authentication_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static @Nullable String openAiCode(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            default -> null;
        };
    }

    private static String anthropicType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    /** The exception that Bedrock's runtime documents for a status. */
    static String bedrockException(int status) {
        return switch (status) {
            case 401 -> "UnrecognizedClientException";
            case 403 -> "AccessDeniedException";
            case 404 -> "ResourceNotFoundException";
            case 408 -> "ModelTimeoutException";
            case 424 -> "ModelErrorException";
            case 429 -> "ThrottlingException";
            case 503 -> "ServiceUnavailableException";
            default -> status < 500 ? "ValidationException" : "InternalServerException";
        };
    }
}
