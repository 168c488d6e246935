package io.llmrouter.core.engine;

import java.time.Duration;

/** A clock that stands. */
final class StillTime implements Timing {
    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        throw new IllegalStateException("Nothing waits here");
    }
}
