package io.llmrouter.api.spi;

import io.llmrouter.api.ChatRequest;
import java.util.List;
import java.util.Optional;

/**
 * What a strategy decides on.
 *
 * @param request the whole request
 * @param query the text of the last user message; {@code general query} if it is blank
 * @param candidates the models that can take the request, in the order of the configuration; never empty
 * @param requestId the id of the call; empty if the decision is only asked for, and no call follows
 */
public record RoutingContext(ChatRequest request, String query, List<Candidate> candidates, String requestId) {
    public RoutingContext {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("candidates: expected at least one, found none");
        }
    }

    /** What a decision is asked for on that no call follows. */
    public RoutingContext(ChatRequest request, String query, List<Candidate> candidates) {
        this(request, query, candidates, "");
    }

    /** The candidate of that name, if it is one. */
    public Optional<Candidate> candidate(String name) {
        for (Candidate candidate : candidates) {
            if (candidate.name().equals(name)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
