package io.llmrouter.bedrock;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a sink one thing at a time, and exactly one end, though a failure may come from another thread in the middle of
 * a delta. Nothing here waits: a failure that finds the sink busy is told by the thread that keeps it busy.
 */
final class SerialSink {
    private static final Logger LOG = System.getLogger(SerialSink.class.getName());

    private final StreamingSink sink;
    private boolean busy;
    private boolean ended;
    private @Nullable LlmRouterException pending;

    SerialSink(StreamingSink sink) {
        this.sink = sink;
    }

    /** Tells something that is not the end; not to be called by two threads at once. Ignored after the end. */
    void tell(Consumer<StreamingSink> news) {
        synchronized (this) {
            if (ended) {
                return;
            }
            busy = true;
        }
        try {
            news.accept(sink);
        } finally {
            tellPendingFailure();
        }
    }

    /** Tells the end, unless it was told before. */
    void complete(ChatResponse response) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        guarded(() -> sink.onComplete(response));
    }

    /** Tells the failure, unless an end was told before. May be called by any thread. */
    void fail(LlmRouterException error) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (busy) {
                pending = error;
                return;
            }
        }
        guarded(() -> sink.onError(error));
    }

    private void tellPendingFailure() {
        LlmRouterException error;
        synchronized (this) {
            busy = false;
            error = pending;
            pending = null;
        }
        if (error != null) {
            guarded(() -> sink.onError(error));
        }
    }

    private static void guarded(Runnable end) {
        try {
            end.run();
        } catch (RuntimeException failure) {
            LOG.log(
                    Level.WARNING,
                    "A sink failed at the end of its stream: "
                            + failure.getClass().getName());
        }
    }
}
