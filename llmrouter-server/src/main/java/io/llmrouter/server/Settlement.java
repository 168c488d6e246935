package io.llmrouter.server;

import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.Tab;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Settles what a call that is not streamed had reserved. */
final class Settlement {
    private Settlement() {}

    /** Settles by the attempts; where they are not known, all stays as reserved. */
    static void settle(Tab tab, @Nullable RoutingReport report, @Nullable Throwable failure) {
        if (report != null) {
            tab.settle(report.attempts());
        } else if (failure instanceof LlmRouterException known) {
            tab.settle(known.attempts());
        } else {
            tab.keep();
        }
    }

    /** What a future failed with, or was cancelled with. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        boolean wrapped = failure instanceof CompletionException || failure instanceof CancellationException;
        Throwable cause = wrapped ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
