package io.llmrouter.http;

import java.util.concurrent.Executor;

/**
 * Carries HTTP requests to providers and their answers back, piece by piece.
 *
 * <p>The first implementation that {@link java.util.ServiceLoader} finds takes the place of {@link JdkHttpTransport}. All
 * models of a process share one. An implementation MUST be safe for concurrent use, MUST NOT follow redirects, which
 * would carry keys to other hosts, and MUST NOT repeat a request by itself.
 */
public interface HttpTransport extends Executor, AutoCloseable {

    /**
     * Prepares an exchange; nothing is sent before {@link HttpExchange#start()}.
     *
     * @param listener is told the answer, on the transport's threads
     */
    HttpExchange exchange(HttpCall call, HttpListener listener);

    /** Runs a task on one of the transport's threads, never on the caller's stack; also when it is closed. */
    @Override
    void execute(Runnable task);

    /** Closes all connections. Exchanges under way fail. */
    @Override
    void close();
}
