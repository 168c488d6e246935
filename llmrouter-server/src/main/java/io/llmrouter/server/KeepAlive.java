package io.llmrouter.server;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Does something whenever nothing was written for a while. Its timer lives on the loop. */
final class KeepAlive {
    private final OrderedLoop loop;
    private final long interval;
    private final Runnable task;
    private @Nullable ScheduledFuture<?> timer;
    private volatile boolean stopped;
    private volatile boolean quiet;

    KeepAlive(OrderedLoop loop, Duration interval, Runnable task) {
        this.loop = loop;
        this.interval = interval.toMillis();
        this.task = task;
    }

    void start() {
        if (interval > 0) {
            loop.run(() -> {
                if (!stopped) {
                    quiet = true;
                    timer = loop.every(interval, this::tick);
                }
            });
        }
    }

    private void tick() {
        if (quiet && !stopped) {
            task.run();
        }
        quiet = true;
    }

    /** Something was written. */
    void written() {
        quiet = false;
    }

    void stop() {
        stopped = true;
        loop.run(() -> {
            if (timer != null) {
                timer.cancel(false);
            }
        });
    }
}
