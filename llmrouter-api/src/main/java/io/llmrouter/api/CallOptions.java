package io.llmrouter.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one call wants otherwise than the section {@code resilience} of the configuration, and how urgent it is. Immutable.
 *
 * <p>What is {@code null} is left to the configuration of each model that is asked; a duration of zero means no limit.
 * The time for the whole call is {@link ChatRequest#deadline()}; the time to connect belongs to a model's connections
 * and cannot differ by call.
 *
 * @param maxRetries retries on the same model, out of one budget for the call; from 0 to 100
 * @param firstTokenTimeout from the start of a streamed attempt to its first content
 * @param stallTimeout between two events of a stream
 * @param requestTimeout one plain attempt, from its start to its last byte
 * @param streamTimeout one streamed attempt, from its start to its end
 * @param recovery what becomes of a stream that broke off after its first content
 * @param priority who goes first where calls wait for room: from 0 to 9, the greater the sooner; {@value
 *     #USUAL_PRIORITY} where it is {@code null}
 */
public record CallOptions(
        @Nullable Integer maxRetries,
        @Nullable Duration firstTokenTimeout,
        @Nullable Duration stallTimeout,
        @Nullable Duration requestTimeout,
        @Nullable Duration streamTimeout,
        @Nullable Recovery recovery,
        @Nullable Integer priority) {
    /** The priority of calls that say nothing of it. */
    public static final int USUAL_PRIORITY = 5;

    /** The priority before which no other goes. */
    public static final int HIGHEST_PRIORITY = 9;

    private static final int MOST_RETRIES = 100;

    /** All is as configured. */
    public static final CallOptions NONE = new CallOptions(null, null, null, null, null, null, null);

    public CallOptions {
        if (maxRetries != null && (maxRetries < 0 || maxRetries > MOST_RETRIES)) {
            throw new IllegalArgumentException("maxRetries: expected 0 to " + MOST_RETRIES + ", found " + maxRetries);
        }
        if (priority != null && (priority < 0 || priority > HIGHEST_PRIORITY)) {
            throw new IllegalArgumentException("priority: expected 0 to " + HIGHEST_PRIORITY + ", found " + priority);
        }
        check("firstTokenTimeout", firstTokenTimeout);
        check("stallTimeout", stallTimeout);
        check("requestTimeout", requestTimeout);
        check("streamTimeout", streamTimeout);
    }

    /** Options of a call of the usual priority. */
    public CallOptions(
            @Nullable Integer maxRetries,
            @Nullable Duration firstTokenTimeout,
            @Nullable Duration stallTimeout,
            @Nullable Duration requestTimeout,
            @Nullable Duration streamTimeout,
            @Nullable Recovery recovery) {
        this(maxRetries, firstTokenTimeout, stallTimeout, requestTimeout, streamTimeout, recovery, null);
    }

    private static void check(String name, @Nullable Duration duration) {
        if (duration != null && duration.isNegative()) {
            throw new IllegalArgumentException(name + ": expected zero or more, found " + duration);
        }
    }

    /** These options with another number of retries. */
    public CallOptions withMaxRetries(int most) {
        return new CallOptions(
                most, firstTokenTimeout, stallTimeout, requestTimeout, streamTimeout, recovery, priority);
    }

    /** These options with another time to the first content of a stream. */
    public CallOptions withFirstTokenTimeout(Duration limit) {
        return new CallOptions(maxRetries, limit, stallTimeout, requestTimeout, streamTimeout, recovery, priority);
    }

    /** These options with another longest silence of a stream. */
    public CallOptions withStallTimeout(Duration limit) {
        return new CallOptions(maxRetries, firstTokenTimeout, limit, requestTimeout, streamTimeout, recovery, priority);
    }

    /** These options with another time for a plain attempt. */
    public CallOptions withRequestTimeout(Duration limit) {
        return new CallOptions(maxRetries, firstTokenTimeout, stallTimeout, limit, streamTimeout, recovery, priority);
    }

    /** These options with another time for a streamed attempt. */
    public CallOptions withStreamTimeout(Duration limit) {
        return new CallOptions(maxRetries, firstTokenTimeout, stallTimeout, requestTimeout, limit, recovery, priority);
    }

    /** These options with another recovery of broken streams. */
    public CallOptions withRecovery(Recovery wanted) {
        return new CallOptions(
                maxRetries, firstTokenTimeout, stallTimeout, requestTimeout, streamTimeout, wanted, priority);
    }

    /** These options with another priority. */
    public CallOptions withPriority(int wanted) {
        return new CallOptions(
                maxRetries, firstTokenTimeout, stallTimeout, requestTimeout, streamTimeout, recovery, wanted);
    }

    /** The priority, or the usual one. */
    public int priorityOrUsual() {
        return priority == null ? USUAL_PRIORITY : priority;
    }
}
