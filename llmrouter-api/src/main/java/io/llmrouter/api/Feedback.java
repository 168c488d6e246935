package io.llmrouter.api;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How good an answer was.
 *
 * @param requestId the id of the call, as {@link RoutingReport#requestId()} tells it
 * @param score from 0 for useless to 1 for all that was wanted
 * @param comment what there is to say about it; {@code null} for nothing
 * @param tags labels of the caller's own
 */
public record Feedback(
        String requestId, double score, @Nullable String comment, Map<String, String> tags) {
    public Feedback {
        Objects.requireNonNull(requestId, "requestId");
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score: expected a number from 0 to 1, found " + score);
        }
        tags = Map.copyOf(tags);
    }

    /** A score alone. */
    public static Feedback of(String requestId, double score) {
        return new Feedback(requestId, score, null, Map.of());
    }
}
