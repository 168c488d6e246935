package io.llmrouter.api;

/**
 * A streamed call under way: it can be cancelled, and held while the caller cannot take more.
 *
 * <p>Safe to use from any thread, also from within the sink. All methods are idempotent and return at once.
 */
public interface StreamHandle {

    /**
     * Ends the call; a built-in provider closes its socket.
     *
     * <p>Unless the stream has already ended, the sink is told {@link StreamingSink#onError} with a
     * {@link io.llmrouter.api.error.CancelledException}.
     */
    void cancel();

    /**
     * Holds the stream: reading from the provider stops.
     *
     * <p>What was already read, at most one network buffer, may still be told to the sink. For sinks that must not
     * block; a sink that may block can simply take its time in {@link StreamingSink#onDelta}.
     */
    void pause();

    /** Lets a held stream go on. */
    void resume();
}
