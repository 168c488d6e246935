package io.llmrouter.core.engine;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real time, or time that passes so many times as fast. One thread waits; the tasks run on others, because a task may tell a caller's sink something, and the sink
 * may take its time.
 */
final class SystemTiming implements Timing, AutoCloseable {
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemons("llmrouter-timer"));
    private final ExecutorService tasks = Executors.newCachedThreadPool(daemons("llmrouter-task-"));

    private final double speed;
    private final long start = System.nanoTime();

    SystemTiming(double speed) {
        this.speed = speed;
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanoTime() {
        return speed == 1 ? System.nanoTime() : start + (long) ((System.nanoTime() - start) * speed);
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        long nanos = speed == 1 ? delay.toNanos() : (long) Math.ceil(delay.toNanos() / speed);
        ScheduledFuture<?> timer = clock.schedule(() -> tasks.execute(task), nanos, TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        tasks.shutdown();
    }

    private static ThreadFactory daemons(String name) {
        var count = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
