package io.llmrouter.transport.netty;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks on the loop that owns what they touch. */
final class Loops {
    private Loops() {}

    /** Runs at once if called on the loop; on the caller's thread if the loop has ended and nothing else runs any more. */
    static void run(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            task.run();
        }
    }
}
