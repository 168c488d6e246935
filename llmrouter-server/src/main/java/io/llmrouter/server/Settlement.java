package io.llmrouter.server;

import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.Tab;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Settles what a call that is not streamed had reserved. */
final class Settlement {
    private Settlement() {}

    /** Settles by the attempts; where they are not known, because the call was cancelled, all stays as reserved. */
    static void settle(Tab tab, @Nullable RoutingReport report, @Nullable Throwable failure) {
        if (report != null) {
            tab.settle(report.attempts());
        } else if (failure instanceof LlmRouterException known) {
            tab.settle(known.attempts());
        } else {
            tab.keep();
        }
    }

    /** What a future failed with. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
