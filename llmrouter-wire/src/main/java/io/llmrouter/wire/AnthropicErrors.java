package io.llmrouter.wire;

import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.error.StreamInterruptedException;

/** Writes errors in Anthropic's format, with Anthropic's own types, which its clients know. */
final class AnthropicErrors {
    private AnthropicErrors() {}

    static byte[] encode(LlmRouterException error) {
        var json = new JsonOut();
        json.object().text("type", "error").object("error");
        json.text("type", type(error)).text("message", String.valueOf(error.getMessage()));
        if (error instanceof StreamInterruptedException interrupted) {
            json.number("delivered_tokens", interrupted.deliveredTokens());
        }
        return json.endObject().endObject().toBytes();
    }

    private static String type(LlmRouterException error) {
        if (error instanceof RateLimitException limit) {
            return limit.quotaExhausted() ? "billing_error" : "rate_limit_error";
        } else if (error instanceof ModelNotFoundException) {
            return "not_found_error";
        } else if (error instanceof InvalidRequestException || error instanceof ContentPolicyException) {
            return "invalid_request_error";
        } else if (error instanceof DeadlineException) {
            return "timeout_error";
        }
        return error instanceof ProviderUnavailableException
                        && error.httpStatus().orElse(0) == 529
                ? "overloaded_error"
                : "api_error";
    }
}
