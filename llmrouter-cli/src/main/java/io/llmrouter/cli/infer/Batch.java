package io.llmrouter.cli.infer;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers queries, several at a time, and hands on the results in the order of the queries.
 *
 * <p>However many queries there are, at most {@value #WINDOW} times the concurrency are held with their results.
 */
final class Batch<Q> {
    private static final int WINDOW = 4;

    private final Function<Q, ObjectNode> answer;
    private final int concurrency;
    private volatile boolean stopped;

    Batch(Function<Q, ObjectNode> answer, int concurrency) {
        this.answer = answer;
        this.concurrency = concurrency;
    }

    /** Answers all queries, or those that were answered when it was stopped. */
    void run(Supplier<Optional<Q>> queries, Consumer<ObjectNode> results) {
        var window = new ArrayDeque<Future<Optional<ObjectNode>>>();
        ExecutorService workers = Executors.newFixedThreadPool(concurrency, Batch::worker);
        try {
            boolean more = true;
            while (more || !window.isEmpty()) {
                while (more && !stopped && window.size() < WINDOW * concurrency) {
                    Optional<Q> query = queries.get();
                    query.ifPresent(asked -> window.add(workers.submit(() -> result(asked))));
                    more = query.isPresent();
                }
                more &= !stopped;
                if (!window.isEmpty()) {
                    get(window.remove()).ifPresent(results);
                }
            }
        } finally {
            workers.shutdownNow();
        }
    }

    /** Asks nothing more; what fails from now on has no result. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    private Optional<ObjectNode> result(Q query) {
        if (stopped) {
            return Optional.empty();
        }
        ObjectNode result = answer.apply(query);
        boolean cutOff = stopped && !result.path(Inference.SUCCESS).booleanValue();
        return cutOff ? Optional.empty() : Optional.of(result);
    }

    private static Optional<ObjectNode> get(Future<Optional<ObjectNode>> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static Thread worker(Runnable work) {
        var thread = new Thread(work, "llmrouter-infer");
        thread.setDaemon(true);
        return thread;
    }
}
