package io.llmrouter.core.engine;

import java.time.Duration;

/** Time and delay, so that tests can have their own. */
interface Timing {

    /** A clock that only goes forward, in nanoseconds; as {@link System#nanoTime()}. */
    long nanoTime();

    /** Runs a task once, after a delay, unless it is cancelled before. */
    Cancellable after(Duration delay, Runnable task);

    /** Something that can be called off; calling it off twice, or too late, does nothing. */
    interface Cancellable {
        void cancel();
    }
}
