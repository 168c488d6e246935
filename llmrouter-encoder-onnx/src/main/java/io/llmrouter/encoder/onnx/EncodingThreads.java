package io.llmrouter.encoder.onnx;

import io.llmrouter.learned.encode.EncoderException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Encodes off the caller's thread, a text a processor at a time; of those that wait, 1,000 at most. */
final class EncodingThreads implements AutoCloseable {
    private static final int MOST_WAITING = 1_000;
    private static final long IDLE_SECONDS = 60;

    private final Function<String, float[]> encode;
    private final AtomicInteger started = new AtomicInteger();
    private final ThreadPoolExecutor executor;

    EncodingThreads(Function<String, float[]> encode) {
        this.encode = encode;
        int processors = Runtime.getRuntime().availableProcessors();
        this.executor = new ThreadPoolExecutor(
                processors,
                processors,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> {
                    var thread = new Thread(task, "llmrouter-encoder-" + started.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** The vector of a text; a text whose future was cancelled is not encoded any more. */
    CompletableFuture<float[]> encode(String text) {
        var vector = new CompletableFuture<float[]>();
        try {
            executor.execute(new Task(text, vector, encode));
        } catch (RejectedExecutionException full) {
            vector.completeExceptionally(
                    executor.isShutdown()
                            ? closed()
                            : EncoderException.because(
                                    "The encoder has more texts to encode than it can: " + MOST_WAITING + " wait",
                                    "Use a smaller model, or more processors."));
        }
        return vector;
    }

    static EncoderException closed() {
        return EncoderException.because("The encoder was closed", "");
    }

    /** A text to encode. */
    private record Task(String text, CompletableFuture<float[]> vector, Function<String, float[]> encode)
            implements Runnable {
        @Override
        public void run() {
            if (vector.isDone()) {
                return;
            }
            try {
                vector.complete(encode.apply(text));
            } catch (RuntimeException failure) {
                vector.completeExceptionally(failure);
            }
        }
    }

    @Override
    public void close() {
        for (Runnable waiting : executor.shutdownNow()) {
            if (waiting instanceof Task task) {
                task.vector.completeExceptionally(closed());
            }
        }
    }
}
