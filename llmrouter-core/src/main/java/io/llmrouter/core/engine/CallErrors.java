package io.llmrouter.core.engine;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The errors of a call that come from no model. */
final class CallErrors {
    private CallErrors() {}

    static LlmRouterException ofDecision(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof LlmRouterException known
                ? known
                : new ProviderUnavailableException(ErrorFacts.because("The decision failed with "
                                + (cause == null ? "no error" : cause.getClass().getName()))
                        .cause(cause)
                        .build());
    }

    /** A strategy handed over an answer that it did not get through the call. */
    static LlmRouterException notAsked(RoutingDecision decision) {
        return new ProviderUnavailableException(ErrorFacts.because("The strategy '" + decision.strategy()
                        + "' handed over an answer that the model '" + decision.model() + "' did not give it")
                .model(decision.model())
                .help("Name a model in the request to go past the strategy.")
                .build());
    }

    static LlmRouterException deadlinePassed(Duration limit) {
        return new DeadlineException.Call(ErrorFacts.because("The call took longer than " + limit.toMillis() + " ms")
                .help("Raise resilience.deadline, or the request's own deadline.")
                .build());
    }
}
