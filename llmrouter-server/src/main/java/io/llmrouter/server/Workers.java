package io.llmrouter.server;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads for what would hold an event loop: large bodies, and decisions that ask a model. */
final class Workers implements Executor, AutoCloseable {
    private static final int MAX_WAITING = 1_000;

    private final ThreadPoolExecutor threads;

    Workers() {
        int most = Math.max(4, Runtime.getRuntime().availableProcessors());
        var number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    var thread = new Thread(task, "llmrouter-worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task soon.
     *
     * @throws Problem if too many wait already
     */
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            throw Problem.busy("The server is busy; ask again in a second.", 1);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
