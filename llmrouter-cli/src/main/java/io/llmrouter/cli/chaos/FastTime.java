package io.llmrouter.cli.chaos;

import java.time.Duration;

/**
 * Time that passes faster than on the clock, for the wall and the router alike.
 *
 * @param scale what part of its real length everything takes: 1 for real time, 0.1 for a tenth
 */
record FastTime(double scale) {

    /** What a duration of the scenario is on the clock. */
    Duration onClock(Duration told) {
        return Duration.ofNanos((long) (told.toNanos() * scale));
    }

    /** What time on the clock is in the scenario. */
    Duration told(long nanosOnClock) {
        return Duration.ofNanos((long) (nanosOnClock / scale));
    }

    double speed() {
        return 1 / scale;
    }
}
