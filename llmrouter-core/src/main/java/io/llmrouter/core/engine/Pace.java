package io.llmrouter.core.engine;

import java.time.Duration;

/**
 * How many calls go in at a time after a provider wanted a pause: one, then twice as many each time, lest they all meet
 * the same limit again. Used under the lock of its line.
 */
final class Pace {
    /** Between two groups. */
    static final Duration PAUSE = Duration.ofMillis(200);

    private static final int LARGEST_GROUP = 256;

    /** How many go in together; 0 for as many as may. */
    private int group;

    private int left;

    /** The provider wants a pause. */
    void slowStart() {
        group = 1;
        left = 1;
    }

    /** One has gone in: whether the next has to wait for a moment. */
    boolean mustPause() {
        if (group == 0 || --left > 0) {
            return false;
        }
        group = group >= LARGEST_GROUP ? 0 : 2 * group;
        left = group;
        return group > 0;
    }
}
