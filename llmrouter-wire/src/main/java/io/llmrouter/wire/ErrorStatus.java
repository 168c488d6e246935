package io.llmrouter.wire;

import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.RateLimitException;

/** Which HTTP status tells a client of which error. */
final class ErrorStatus {
    private ErrorStatus() {}

    static int of(LlmRouterException error) {
        if (error instanceof InvalidRequestException || error instanceof ContentPolicyException) {
            return 400;
        } else if (error instanceof AuthenticationException || error instanceof PermissionDeniedException) {
            return 502; // the provider refuses the operator's key: the client's own is another matter
        } else if (error instanceof ModelNotFoundException) {
            return 404;
        } else if (error instanceof RateLimitException) {
            return 429;
        } else if (error instanceof CancelledException) {
            return 499;
        } else if (error instanceof ConfigurationException) {
            return 500;
        } else if (error instanceof DeadlineException) {
            return 504;
        }
        int status = error.httpStatus().orElse(502);
        return status >= 500 && status <= 599 ? status : 502;
    }
}
