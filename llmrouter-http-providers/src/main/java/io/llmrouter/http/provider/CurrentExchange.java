package io.llmrouter.http.provider;

import io.llmrouter.http.HttpExchange;
import org.jspecify.annotations.Nullable;

/** The exchange of a call, which another with the next key may replace: it inherits what was asked of the call. */
final class CurrentExchange {
    private @Nullable HttpExchange exchange;
    private boolean paused;
    private boolean cancelled;

    /** Starts an exchange in place of the last one, unless the call was cancelled. */
    void start(HttpExchange next) {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            exchange = next;
            if (paused) {
                next.pause();
            }
        }
        next.start();
    }

    synchronized void pause() {
        paused = true;
        if (exchange != null) {
            exchange.pause();
        }
    }

    synchronized void resume() {
        paused = false;
        if (exchange != null) {
            exchange.resume();
        }
    }

    /** Gives up the exchange, but not the call. */
    synchronized void drop() {
        if (exchange != null) {
            exchange.cancel();
        }
    }

    synchronized void cancel() {
        cancelled = true;
        drop();
    }
}
