package io.llmrouter.wire;

import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.error.StreamInterruptedException;
import org.jspecify.annotations.Nullable;

/** Writes errors in OpenAI's format, with OpenAI's own types and codes, which its clients know. */
final class OpenAiErrors {
    private OpenAiErrors() {}

    static byte[] encode(LlmRouterException error) {
        var json = new JsonOut();
        json.object().object("error");
        json.text("message", String.valueOf(error.getMessage())).text("type", type(error));
        String param = error.param().orElse(null);
        if (param == null) {
            json.nil("param");
        } else {
            json.text("param", param);
        }
        String code = code(error);
        if (code == null) {
            json.nil("code");
        } else {
            json.text("code", code);
        }
        if (error instanceof StreamInterruptedException interrupted) {
            json.number("delivered_tokens", interrupted.deliveredTokens());
        }
        return json.endObject().endObject().toBytes();
    }

    private static String type(LlmRouterException error) {
        if (error instanceof RateLimitException limit) {
            return limit.quotaExhausted() ? "insufficient_quota" : "rate_limit_error";
        } else if (error instanceof InvalidRequestException
                || error instanceof ContentPolicyException
                || error instanceof ModelNotFoundException) {
            return "invalid_request_error";
        }
        return error instanceof DeadlineException ? "timeout" : "server_error";
    }

    private static @Nullable String code(LlmRouterException error) {
        if (error instanceof ContextLengthException) {
            return "context_length_exceeded";
        } else if (error instanceof ContentPolicyException) {
            return "content_policy_violation";
        } else if (error instanceof ModelNotFoundException) {
            return "model_not_found";
        } else if (error instanceof AuthenticationException) {
            return "provider_authentication_error";
        } else if (error instanceof PermissionDeniedException) {
            return "provider_permission_error";
        } else if (error instanceof RateLimitException limit) {
            return limit.quotaExhausted() ? "insufficient_quota" : "rate_limit_exceeded";
        } else if (error instanceof StreamInterruptedException) {
            return "stream_interrupted";
        }
        return error.code().orElse(null);
    }
}
