package io.llmrouter.cli.doctor;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.config.ModelEntry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks every model for one token, all at once. */
final class Probe {
    private static final String CHECK = "probe";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Probe() {}

    /** What came of it, by model. */
    static Map<String, Finding> all(Router router, List<ModelEntry> models) {
        var calls = new LinkedHashMap<String, CompletableFuture<Finding>>();
        for (ModelEntry model : models) {
            var request = ChatRequest.builder()
                    .model(model.name())
                    .user("Say OK.")
                    .maxTokens(1)
                    .fallbacks(List.of())
                    .deadline(PATIENCE)
                    .build();
            calls.put(
                    model.name(),
                    router.chatAsync(request)
                            .handle((response, failure) -> failure == null
                                    ? answered(model.name(), response)
                                    : failed(model.name(), failure)));
        }
        var findings = new LinkedHashMap<String, Finding>();
        calls.forEach((name, call) -> findings.put(name, call.join()));
        return findings;
    }

    private static Finding answered(String name, ChatResponse response) {
        RoutingReport report = response.routing();
        int attempts = report.attempts().size();
        String answered = "answered in " + report.elapsed().toMillis() + " ms";
        return attempts == 1
                ? Finding.ok(name, CHECK, answered)
                : Finding.warning(
                        name,
                        CHECK,
                        answered + ", at attempt " + attempts,
                        "probe again: if it stays so, the provider is overloaded or limits this key");
    }

    private static Finding failed(String name, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof LlmRouterException known
                ? Finding.problem(name, CHECK, known.summary(), known.help())
                : Finding.problem(name, CHECK, cause.getClass().getName(), "run it again with --verbose");
    }
}
