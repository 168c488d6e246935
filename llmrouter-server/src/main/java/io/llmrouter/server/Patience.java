package io.llmrouter.server;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a connection does if nothing happens for a time. Touched on one event loop only.
 *
 * <p>The time changes several times a request and is almost never used up, so the timer is left as it is where it fires
 * too early: it then looks again.
 */
final class Patience {
    private @Nullable ScheduledFuture<?> timer;
    private long firesAt;
    private @Nullable Runnable then;
    private long due;

    /** Replaces what is done and when; zero for nothing. */
    void set(EventExecutor loop, Duration time, Runnable task) {
        if (time.isZero()) {
            then = null;
            return;
        }
        then = task;
        due = System.nanoTime() + time.toNanos();
        if (timer != null && due - firesAt < 0) {
            timer.cancel(false);
            timer = null;
        }
        if (timer == null) {
            arm(loop, time.toNanos());
        }
    }

    private void arm(EventExecutor loop, long nanos) {
        firesAt = due;
        timer = loop.schedule(() -> fire(loop), nanos, TimeUnit.NANOSECONDS);
    }

    private void fire(EventExecutor loop) {
        timer = null;
        Runnable task = then;
        if (task == null) {
            return;
        }
        long left = due - System.nanoTime();
        if (left > 0) {
            arm(loop, left);
        } else {
            then = null;
            task.run();
        }
    }

    /** Nothing is awaited any more. */
    void end() {
        then = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
