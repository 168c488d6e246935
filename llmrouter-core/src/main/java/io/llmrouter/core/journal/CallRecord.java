package io.llmrouter.core.journal;

import io.llmrouter.api.Capability;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call from its decision to its end, as the journal keeps it. Durations are in milliseconds, money is in USD.
 *
 * @param time when the call ended
 * @param id the router's id of the call
 * @param streamed whether the answer came in pieces
 * @param user on whose behalf it was made; {@code null} if unknown
 * @param tags the request's tags, {@link #CLIENT_KEY} among them where the server has client keys
 * @param asked what of the request matters for a decision
 * @param decision what was decided and why; {@code null} if the call ended before
 * @param attempts all attempts, in order
 * @param model the model that answered; {@code null} if none did
 * @param cost what all attempts cost; {@code null} if any part of it is unknown
 * @param dearest what the answer's tokens would have cost at the dearest model; {@code null} if unknown
 * @param elapsedMillis from the call to its end
 * @param error the kind of error that it ended with; {@code null} if it was answered
 */
public record CallRecord(
        Instant time,
        String id,
        boolean streamed,
        @Nullable String user,
        Map<String, String> tags,
        Asked asked,
        @Nullable RoutingDecision decision,
        List<Tried> attempts,
        @Nullable String model,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal dearest,
        long elapsedMillis,
        @Nullable String error) {
    /** The tag under which the server names the holder of the client's key. */
    public static final String CLIENT_KEY = "client";

    public CallRecord {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(asked, "asked");
        tags = Map.copyOf(tags);
        attempts = List.copyOf(attempts);
    }

    /** The usage of the attempt that answered; unknown if none did. */
    public Usage usage() {
        return model == null || attempts.isEmpty()
                ? Usage.UNKNOWN
                : attempts.get(attempts.size() - 1).usage();
    }

    /** The holder of the client's key; empty if there was none. */
    public String clientKey() {
        return tags.getOrDefault(CLIENT_KEY, "");
    }

    /** The record as the journal has it: a JSON object and the end of the line. */
    public String json() {
        return CallRecordJson.write(this);
    }

    /**
     * What of a request matters for a decision.
     *
     * @param model the model that it named; {@code null} if it left the choice to the router
     * @param promptTokens the estimate of the prompt's length
     * @param maxTokens the most tokens that it wanted; {@code null} if it did not say
     * @param needs what the model must be able to do
     * @param prompt the last text of the user; {@code null} unless the configuration has prompts recorded
     */
    public record Asked(
            @Nullable String model,
            long promptTokens,
            @Nullable Integer maxTokens,
            Set<Capability> needs,
            @Nullable String prompt) {
        public Asked {
            needs = Set.copyOf(needs);
        }
    }

    /**
     * One try of one model.
     *
     * @param waitedMillis the wait before it
     * @param millis from its start to its end
     * @param firstTokenMillis from its start to the first content; {@code null} if none came or it was not streamed
     * @param cost what it cost; {@code null} if unknown
     * @param committed whether any of its content reached the caller
     * @param error the kind of its error; {@code null} if it answered
     * @param status the HTTP status of the error; {@code null} if there was none
     * @param forDecision whether the strategy asked it, and took another answer
     */
    public record Tried(
            String model,
            String provider,
            long waitedMillis,
            long millis,
            @Nullable Long firstTokenMillis,
            Usage usage,
            @Nullable BigDecimal cost,
            boolean committed,
            @Nullable String error,
            @Nullable Integer status,
            boolean forDecision) {
        public Tried {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(usage, "usage");
        }
    }
}
