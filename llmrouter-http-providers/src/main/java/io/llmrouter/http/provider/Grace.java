package io.llmrouter.http.provider;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A short wait for something that may never come. Safe for concurrent use. */
final class Grace {
    private final Duration length;
    private final Executor executor;
    private final Runnable afterwards;
    private @Nullable CompletableFuture<Void> timer;
    private volatile boolean over;

    /**
     * Creates a wait that has not begun.
     *
     * @param executor runs {@code afterwards}, since the JDK's timer thread must not be held
     */
    Grace(Duration length, Executor executor, Runnable afterwards) {
        this.length = length;
        this.executor = executor;
        this.afterwards = afterwards;
    }

    /** Begins to wait, if it did not yet. */
    synchronized void begin() {
        if (timer == null) {
            timer = new CompletableFuture<Void>().completeOnTimeout(null, length.toMillis(), TimeUnit.MILLISECONDS);
            var unused = timer.thenRunAsync(this::pass, executor);
        }
    }

    /** Waits no longer, until it begins anew. */
    synchronized void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
            over = false;
        }
    }

    /** Whether the wait has passed in full. */
    boolean isOver() {
        return over;
    }

    private void pass() {
        synchronized (this) {
            if (timer == null) {
                return;
            }
            over = true;
        }
        afterwards.run();
    }
}
