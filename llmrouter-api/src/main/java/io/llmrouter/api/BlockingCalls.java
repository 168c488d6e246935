package io.llmrouter.api;

import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a model that only knows how to block for callers that do not want to, and waits for one that does not block. */
final class BlockingCalls {
    private static final int POOL_SIZE = 64;
    private static final int QUEUE_SIZE = 1024;
    private static final Executor EXECUTOR = executor();

    private BlockingCalls() {}

    static CompletableFuture<ChatResponse> chatAsync(ChatModel model, ChatRequest request) {
        var call = new FutureCall(model, request);
        call.start();
        return call.result;
    }

    /** Waits for an answer; its failure is thrown with the waiting thread's stack. */
    static ChatResponse await(CompletableFuture<ChatResponse> answer) {
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw CancelledException.byCaller();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof LlmRouterException failure) {
                throw failure.with(failure.facts());
            }
            throw new IllegalStateException("A model's future failed with something else", failed.getCause());
        }
    }

    static StreamHandle stream(ChatModel model, ChatRequest request, StreamingSink sink) {
        var call = new StreamCall(model, request, sink);
        call.start();
        return call;
    }

    private static Executor executor() {
        Executor virtual = virtualThreads();
        if (virtual != null) {
            return virtual;
        }
        ThreadFactory daemons = task -> {
            var thread = new Thread(task, "llmrouter-blocking");
            thread.setDaemon(true);
            return thread;
        };
        var pool = new ThreadPoolExecutor(
                POOL_SIZE, POOL_SIZE, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE_SIZE), daemons);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** The virtual-thread executor of JDK 21 and later, reached by reflection because the baseline is 17. */
    private static @Nullable Executor virtualThreads() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException absent) {
            return null;
        }
    }

    /** One blocking call on a thread that a cancellation can interrupt, before and while it runs. */
    private abstract static class Call {
        private @Nullable Thread runner;
        private boolean cancelled;

        final void start() {
            try {
                EXECUTOR.execute(this::run);
            } catch (RejectedExecutionException full) {
                fail(new ProviderUnavailableException(ErrorFacts.because(
                                "Too many blocking calls at once: " + POOL_SIZE + " run and " + QUEUE_SIZE + " wait")
                        .help("Implement chatAsync and stream in the provider, or run on JDK 21 or later.")
                        .cause(full)
                        .build()));
            }
        }

        private void run() {
            synchronized (this) {
                runner = Thread.currentThread();
            }
            try {
                answer();
            } catch (InterruptedException interrupted) {
                fail(CancelledException.byCaller());
            } catch (LlmRouterException failure) {
                fail(isCancelled() ? CancelledException.byCaller() : failure);
            } catch (Throwable failure) { // an Error too must end the call, or its caller waits for ever
                fail(
                        isCancelled()
                                ? CancelledException.byCaller()
                                : new ProviderUnavailableException(ErrorFacts.because("The model failed with "
                                                + failure.getClass().getName())
                                        .cause(failure)
                                        .build()));
            } finally {
                synchronized (this) {
                    runner = null;
                    Thread.interrupted();
                }
            }
        }

        final synchronized void interrupt() {
            cancelled = true;
            if (runner != null) {
                runner.interrupt();
            }
        }

        final synchronized boolean isCancelled() {
            return cancelled;
        }

        abstract void answer() throws InterruptedException;

        abstract void fail(LlmRouterException failure);
    }

    private static final class FutureCall extends Call {
        final CompletableFuture<ChatResponse> result = new CompletableFuture<>();
        private final ChatModel model;
        private final ChatRequest request;

        FutureCall(ChatModel model, ChatRequest request) {
            this.model = model;
            this.request = request;
            result.whenComplete((response, failure) -> {
                if (result.isCancelled()) {
                    interrupt();
                }
            });
        }

        @Override
        void answer() {
            if (!isCancelled()) {
                result.complete(model.chat(request));
            }
        }

        @Override
        void fail(LlmRouterException failure) {
            result.completeExceptionally(failure);
        }
    }

    /** A whole answer told to a sink in the order that a stream would have. */
    private static final class StreamCall extends Call implements StreamHandle {
        private final ChatModel model;
        private final ChatRequest request;
        private final StreamingSink sink;
        private boolean paused;

        StreamCall(ChatModel model, ChatRequest request, StreamingSink sink) {
            this.model = model;
            this.request = request;
            this.sink = sink;
        }

        @Override
        void answer() throws InterruptedException {
            sink.onStart(this);
            awaitDemand();
            ChatResponse response = model.chat(request);
            for (Delta delta : Delta.partsOf(response)) {
                awaitDemand();
                sink.onDelta(delta);
            }
            awaitDemand();
            sink.onComplete(response);
        }

        @Override
        void fail(LlmRouterException failure) {
            sink.onError(failure);
        }

        @Override
        public void cancel() {
            interrupt();
        }

        @Override
        public synchronized void pause() {
            paused = true;
        }

        @Override
        public synchronized void resume() {
            paused = false;
            notifyAll();
        }

        private synchronized void awaitDemand() throws InterruptedException {
            while (paused && !isCancelled()) {
                wait();
            }
            if (isCancelled()) {
                throw new InterruptedException("cancelled by the caller");
            }
        }
    }
}
