package io.llmrouter.core.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes only when a test says so. */
final class ManualTiming implements Timing {
    private long now = 1_000_000_000L;
    private final List<Timer> timers = new ArrayList<>();

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Cancellable after(Duration delay, Runnable task) {
        var timer = new Timer(now + delay.toNanos(), task);
        timers.add(timer);
        return () -> remove(timer);
    }

    /** Lets time pass, running what falls due on the way. */
    void advance(Duration step) {
        long target = nanoTime() + step.toNanos();
        for (Timer due = next(target); due != null; due = next(target)) {
            due.task.run();
        }
        synchronized (this) {
            now = target;
        }
    }

    synchronized int pending() {
        return timers.size();
    }

    private synchronized Timer next(long target) {
        Timer due = timers.stream()
                .filter(timer -> timer.at <= target)
                .min(Comparator.comparingLong(timer -> timer.at))
                .orElse(null);
        if (due != null) {
            now = Math.max(now, due.at);
            timers.remove(due);
        }
        return due;
    }

    private synchronized void remove(Timer timer) {
        timers.remove(timer);
    }

    /** Equal only to itself. */
    private static final class Timer {
        final long at;
        final Runnable task;

        Timer(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }
    }
}
