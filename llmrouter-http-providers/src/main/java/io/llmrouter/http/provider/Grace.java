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
    /** The wait under way. */
    private @Nullable Object begun;

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

    /**
     * Begins to wait, if it did not yet.
     *
     * <p>Mostly the rest comes with what is being read just now; so the timer, which costs more than a stream's pieces, is
     * only set when that is done.
     */
    synchronized void begin() {
        if (begun == null) {
            var wait = new Object();
            begun = wait;
            executor.execute(() -> setTimer(wait));
        }
    }

    private synchronized void setTimer(Object wait) {
        if (begun == wait) {
            timer = new CompletableFuture<Void>().completeOnTimeout(null, length.toMillis(), TimeUnit.MILLISECONDS);
            var unused = timer.thenRunAsync(this::pass, executor);
        }
    }

    /** Waits no longer, until it begins anew. */
    synchronized void stop() {
        if (begun != null) {
            begun = null;
            over = false;
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
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
