package io.llmrouter.http;

/**
 * One request and its answer under way.
 *
 * <p>Safe to use from any thread, also from within the listener. All methods are idempotent and return at once.
 */
public interface HttpExchange {

    /** Sends the request, unless the exchange was cancelled before. */
    void start();

    /** Stops reading from the socket. What was already read, at most one network buffer, may still be told. */
    void pause();

    /** Goes on reading. */
    void resume();

    /**
     * Closes the socket, whether the answer has begun or not, within a fraction of a second.
     *
     * <p>The listener is told nothing more, apart from a call that is already running.
     */
    void cancel();
}
