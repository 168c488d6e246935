package io.llmrouter.server;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings tasks of any thread to a channel's event loop without changing their order.
 *
 * <p>A task that comes on the loop itself runs at once, unless one of another thread still waits.
 */
final class OrderedLoop {
    /** So many bytes may be on their way to the loop, beside those that wait in the channel. */
    private static final long MAX_WAITING_BYTES = 64 * 1024;

    private final Channel channel;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile @Nullable Runnable drained;

    OrderedLoop(Channel channel) {
        this.channel = channel;
    }

    void run(Runnable task) {
        run(0, task);
    }

    /**
     * Runs a task that carries bytes.
     *
     * <p>On a loop that has ended nothing is left to be done, so the task is dropped.
     */
    void run(int bytes, Runnable task) {
        if (channel.eventLoop().inEventLoop() && waiting.get() == 0) {
            task.run();
            return;
        }
        waiting.incrementAndGet();
        waitingBytes.addAndGet(bytes);
        try {
            channel.eventLoop().execute(() -> arrived(bytes, task));
        } catch (RejectedExecutionException ended) {
            waiting.decrementAndGet();
            waitingBytes.addAndGet(-bytes);
        }
    }

    private void arrived(int bytes, Runnable task) {
        try {
            task.run();
        } finally {
            waiting.decrementAndGet();
            boolean wasFull = waitingBytes.getAndAdd(-bytes) >= MAX_WAITING_BYTES;
            Runnable listener = drained;
            if (wasFull && listener != null && isWritable()) {
                listener.run();
            }
        }
    }

    /** Runs a task on the loop again and again. Called on the loop. */
    ScheduledFuture<?> every(long millis, Runnable task) {
        return channel.eventLoop().scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Whether the channel takes more without growing its buffers. */
    boolean isWritable() {
        return channel.isWritable() && waitingBytes.get() < MAX_WAITING_BYTES;
    }

    /** Has a task run on the loop when what was on its way has arrived. */
    void whenDrained(Runnable task) {
        drained = task;
    }
}
