package io.llmrouter.api;

import java.time.Duration;
import java.util.Objects;

/**
 * The calls that wait until a model has room for them, and those that have waited since the router was made.
 *
 * @param waiting the calls that wait now
 * @param admitted the calls that waited until a model took them
 * @param refused the calls that were refused because too many waited, or the wait was too long
 * @param waited how long the admitted calls waited, together
 */
public record QueueState(int waiting, long admitted, long refused, Duration waited) {
    /** Nobody waits, and nobody has waited. */
    public static final QueueState EMPTY = new QueueState(0, 0, 0, Duration.ZERO);

    public QueueState {
        Objects.requireNonNull(waited, "waited");
    }
}
