package io.llmrouter.testkit;

import java.time.Duration;

/**
 * How fast an answer comes.
 *
 * @param after the pause before anything
 * @param firstToken the pause between the head and the first piece
 * @param between the pause between two pieces
 * @param writeSize the bytes written at a time
 */
record Pace(Duration after, Duration firstToken, Duration between, int writeSize) {
    static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO, Integer.MAX_VALUE);

    Pace after(Duration pause) {
        return new Pace(pause, firstToken, between, writeSize);
    }

    Pace firstToken(Duration pause) {
        return new Pace(after, pause, between, writeSize);
    }

    Pace between(Duration pause) {
        return new Pace(after, firstToken, pause, writeSize);
    }

    Pace writeSize(int bytes) {
        return new Pace(after, firstToken, between, bytes);
    }
}
