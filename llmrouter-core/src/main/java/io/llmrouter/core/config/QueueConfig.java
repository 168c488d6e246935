package io.llmrouter.core.config;

import java.time.Duration;

/**
 * How many calls may wait until a model has room for them, and how long.
 *
 * @param maxWaiting the most calls that wait at a time; 0 for none
 * @param maxWait how long a call waits at most; zero for not at all
 */
public record QueueConfig(int maxWaiting, Duration maxWait) {
    /** A thousand calls, thirty seconds. */
    public static final QueueConfig DEFAULT = new QueueConfig(1_000, Duration.ofSeconds(30));

    /** Whether no call waits. */
    public boolean isOff() {
        return maxWaiting == 0 || maxWait.isZero();
    }
}
